import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** A request that waits until earlier ones on its connection are answered. */
type Waiting = readonly [request: IncomingMessage, response: ServerResponse]

/**
 * How many requests may wait on one connection. Hardly any client sends a request before the previous answer, and no SDK
 * does.
 */
const mostWaiting = 16

/**
 * Passes on one request of each connection at a time. Answers go back in order anyway. A connection with too many waiting
 * requests ends. One packet has room for thousands of requests, and each takes some kilobytes until it is answered.
 */
export const oneAtATime = (listener: RequestListener): RequestListener => {
  const busy = new WeakMap<Socket, Waiting[]>()
  const begin = (request: IncomingMessage, response: ServerResponse): void => {
    const { socket } = request
    response.once('close', () => {
      const next = busy.get(socket)?.shift()
      if (next === undefined || socket.destroyed) busy.delete(socket)
      else begin(...next)
    })
    listener(request, response)
  }
  return (request, response) => {
    const { socket } = request
    const waiting = busy.get(socket)
    if (waiting === undefined) {
      busy.set(socket, [])
      begin(request, response)
    } else if (waiting.length < mostWaiting) waiting.push([request, response])
    else socket.destroy()
  }
}
