import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** The connections of a server, and how they come to an end. */
export type Connections = {
  /** From now on the last answer on every connection tells its caller that the connection ends with it. */
  readonly endWithAnswers: () => void
  /** Ends the connections on which nobody asks for anything. */
  readonly endWaiting: () => void
  /** Ends those on which nothing is asked for but a request that has not arrived yet as a whole. */
  readonly endArriving: () => void
}

/** The requests under way on one connection, in the order in which they are answered. */
type UnderWay = Map<ServerResponse, IncomingMessage>

/**
 * Watches a server's connections, and keeps their number at most at `most`. Beyond it the one that has waited longest
 * without a request ends: a caller who opens thousands and says nothing keeps nobody out. Where a request is under way on
 * each of them, the new one ends.
 */
export const watchConnections = (server: Server, most: number): Connections => {
  let count = 0
  let areEnding = false
  // In the order in which they began to wait.
  const waiting = new Set<Socket>()
  const busy = new Map<Socket, UnderWay>()

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
    const { socket } = request
    const underWay: UnderWay = busy.get(socket) ?? new Map()
    busy.set(socket, underWay)
    waiting.delete(socket)
    // Some clients ask again before they are answered.
    if (areEnding) for (const former of underWay.keys()) keepAlive(former, true)
    underWay.set(response, request)
    if (areEnding) keepAlive(response, false)
    response.once('close', () => {
      underWay.delete(response)
      if (underWay.size > 0) return
      busy.delete(socket)
      if (!socket.destroyed) waiting.add(socket)
    })
  })
  return {
    endWithAnswers: () => {
      areEnding = true
      for (const underWay of busy.values()) keepAlive([...underWay.keys()].at(-1), false)
    },
    endWaiting: () => {
      for (const socket of waiting) socket.destroySoon()
    },
    endArriving: () => {
      for (const [socket, underWay] of busy)
        if ([...underWay.values()].every(({ complete }) => !complete)) socket.destroy()
    },
  }
}

const keepAlive = (response: ServerResponse | undefined, isKept: boolean): void => {
  if (response !== undefined && !response.headersSent) response.shouldKeepAlive = isKept
}
