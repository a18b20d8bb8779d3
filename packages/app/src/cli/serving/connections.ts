import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** The connections of a server, and how they come to an end. */
export type Connections = {
  /** From now on every answer tells its caller that the connection ends with it, those included that are under way. */
  readonly endWithAnswers: () => void
  /** Ends the connections on which nobody asks for anything. */
  readonly endWaiting: () => void
  /** Ends those whose request has not arrived yet as a whole. */
  readonly endArriving: () => void
}

/**
 * Watches a server's connections, and keeps their number at most at `most`. Beyond it the one that has been waiting for
 * longest without a request gives way: whoever opens thousands and says nothing keeps nobody out. Where a request is under
 * way on each of them, the new one is ended.
 */
export const watchConnections = (server: Server, most: number): Connections => {
  let count = 0
  let areEnding = false
  // In the order in which they began to wait.
  const waiting = new Set<Socket>()
  const underWay = new Map<ServerResponse, IncomingMessage>()

  server.on('connection', (socket: Socket) => {
    count += 1
    waiting.add(socket)
    socket.once('close', () => {
      count -= 1
      waiting.delete(socket)
    })
    const [longest] = waiting
    if (count > most) longest?.destroy()
  })
  // Before the listener that answers: it may do so at once.
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    waiting.delete(request.socket)
    underWay.set(response, request)
    if (areEnding) response.shouldKeepAlive = false
    response.once('close', () => {
      underWay.delete(response)
      if (!request.socket.destroyed) waiting.add(request.socket)
    })
  })
  return {
    endWithAnswers: () => {
      areEnding = true
      for (const response of underWay.keys()) if (!response.headersSent) response.shouldKeepAlive = false
    },
    endWaiting: () => {
      for (const socket of waiting) socket.destroySoon()
    },
    endArriving: () => {
      for (const request of underWay.values()) if (!request.complete) request.destroy()
    },
  }
}
