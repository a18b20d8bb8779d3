import { once } from 'node:events'
import { Server as NetServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Listener } from './listen.ts'

/**
 * A client that uses its connection sends its next request within this time. The answer then says that the connection ends.
 */
const untilWaitingEndMs = 1000

/** How long a request that has begun may still arrive. */
const untilArrivingEndMs = 5000

/** How often the server looks for connections that have become idle. */
const checkMs = 50

/**
 * Stops accepting connections, and resolves when all connections have ended. A request on a connection that was kept alive
 * is still answered, and the answer says that the connection ends. So no client finds it closed in the middle of a request.
 * Idle connections end after a second. After `patienceMs` all connections end, answered or not.
 */
export const drain = async ({ server, connections }: Listener, patienceMs: number): Promise<void> => {
  const closed = once(server, 'close')
  connections.endWithAnswers()
  // To close the HTTP server would end kept-alive connections at once, although a request may be on its way.
  NetServer.prototype.close.call(server)
  const timers = [
    setTimeout(connections.endArriving, untilArrivingEndMs),
    setTimeout(() => server.closeAllConnections(), patienceMs),
  ]
  await Promise.race([closed, pause(untilWaitingEndMs)])
  const waiting = setInterval(connections.endWaiting, checkMs)
  connections.endWaiting()
  await closed
  clearInterval(waiting)
  for (const timer of timers) clearTimeout(timer)
  // Stops the server's own check of its connections.
  server.close()
}
