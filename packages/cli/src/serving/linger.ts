import type { IncomingMessage, Server, ServerResponse } from 'node:http'

/** How long somebody who was answered may go on sending: who sends without a look at what comes back must get to its end first. */
const lingerMs = 500

/** Ends the connections on which the body of a request that was answered goes on coming. */
export const endLingering = (server: Server): void => {
  server.on('request', (incoming: IncomingMessage, response: ServerResponse) => {
    response.once('finish', () => {
      if (incoming.complete || incoming.destroyed) return
      const timer = setTimeout(() => incoming.socket.destroySoon(), lingerMs)
      incoming.once('end', () => clearTimeout(timer)).once('close', () => clearTimeout(timer))
    })
  })
}
