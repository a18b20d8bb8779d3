import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** The connections of a server, and how to end them. */
export type Connections = {
  /** From now on, the last answer on each connection says that the connection ends. */
  readonly endWithAnswers: () => void
  /** Ends the connections without a running request. */
  readonly endWaiting: () => void
  /** Ends the connections whose requests have not completely arrived yet. */
  readonly endArriving: () => void
}

/** The running requests of one connection, in the order in which they are answered. */
type UnderWay = Map<ServerResponse, IncomingMessage>

/**
 * Watches a server's connections, and limits their number to `most`. If there are more, the one that has waited longest
 * without a request ends. So a caller who opens thousands and sends nothing does not block others. If all of them have
 * running requests, the new one ends.
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
  // This listener comes before the one that answers, because that one may answer at once.
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request
    const underWay: UnderWay = busy.get(socket) ?? new Map()
    busy.set(socket, underWay)
    waiting.delete(socket)
    // Some clients send the next request before they get an answer.
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
