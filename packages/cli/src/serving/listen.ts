import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { err, ok, type Result } from 'neverthrow'
import { endLingering } from './linger.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { watchConnections, type Connections } from './connections.ts'

/** Where to listen, and how much of callers' patience and connections to bear. */
export type Listening = {
  readonly host: string
  readonly port: number
  readonly maxConnections: number
  /** How long a request may take to arrive as a whole, in milliseconds. */
  readonly arrivalMs: number
}

/** A server that listens. */
export type Listener = { readonly server: Server; readonly connections: Connections }

/** Headers are a few hundred bytes, and fit into the first packets. */
const headersMs = 10_000

/** How many connections may wait to be taken, as far as the system allows: with more, callers are put off for seconds. */
const backlog = 4096

/** What is overdue is found out this often. */
const checkMs = 1000

/** Listens, and answers by `fetch`; or says by its code why it cannot, such as `EADDRINUSE`. */
export const listen = async (
  fetch: (request: Request, env: unknown) => Response | Promise<Response>,
  { host, port, maxConnections, arrivalMs }: Listening,
): Promise<Result<Listener, string>> => {
  // Its own clean-up reads on in a way that keeps every piece of a body for the collector.
  const answer = getRequestListener(fetch, { hostname: host, autoCleanupIncoming: false })
  const server = createServer(
    {
      requestTimeout: arrivalMs,
      headersTimeout: Math.min(headersMs, arrivalMs),
      connectionsCheckingInterval: checkMs,
    },
    oneAtATime((request, response) => void answer(request, response)),
  )
  const connections = watchConnections(server, maxConnections)
  endLingering(server)
  server.listen({ host, port, backlog })
  try {
    await once(server, 'listening')
    return ok({ server, connections })
  } catch (cause) {
    return err((cause as NodeJS.ErrnoException).code ?? 'unknown')
  }
}
