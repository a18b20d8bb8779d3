import type { IncomingMessage, Server, ServerResponse } from 'node:http'

/**
 * How long a caller may go on sending after the answer. A client that does not read while it sends must get to its end
 * first.
 */
const lingerMs = 500

/** Ends a connection if the body of an answered request keeps arriving. */
export const endLingering = (server: Server): void => {
  server.on('request', (incoming: IncomingMessage, response: ServerResponse) => {
    response.once('finish', () => {
      if (incoming.complete || incoming.destroyed) return
      const timer = setTimeout(() => incoming.socket.destroySoon(), lingerMs)
      incoming.once('end', () => clearTimeout(timer)).once('close', () => clearTimeout(timer))
    })
  })
}
