import { once } from 'node:events'
import { Server as NetServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Listener } from './listen.ts'

/** Whoever has a connection and uses it asks again within this time, and is told with the answer that it ends. */
const untilWaitingEndMs = 1000

/** How long a request that was begun may go on arriving. */
const untilArrivingEndMs = 5000

/** How often connections are looked for that have come to wait since. */
const checkMs = 50

/**
 * Takes no more connections, and ends once all that there are have ended. Who asks on one that was kept alive is answered,
 * and told that it ends there, so that nobody finds it closed in the middle of a request. Those on which nothing is asked
 * end after a second. After `patienceMs` all end, answered or not.
 */
export const drain = async ({ server, connections }: Listener, patienceMs: number): Promise<void> => {
  const closed = once(server, 'close')
  connections.endWithAnswers()
  // The close of an HTTP server would end at once what is kept alive, on which a request may be on its way.
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
  // Ends the server's own watch over its connections.
  server.close()
}
