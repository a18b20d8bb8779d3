import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { err, ok, type Result } from 'neverthrow'
import { endLingering } from './end-lingering.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { watchConnections, type Connections } from './connections.ts'

/** Where to listen, how long a request may take, and how many connections are allowed. */
export type Listening = {
  readonly host: string
  readonly port: number
  readonly maxConnections: number
  /** How long a whole request may take to arrive, in milliseconds. */
  readonly arrivalMs: number
}

/** A listening server and its connections. */
export type Listener = { readonly server: Server; readonly connections: Connections }

/** Headers are a few hundred bytes, and fit into the first packets. */
const headersMs = 10_000

/** How many connections may wait to be accepted, if the system allows it. If more wait, callers are delayed for seconds. */
const backlog = 4096

/** How often the server looks for overdue requests. */
const checkMs = 1000

/** Listens, and answers by `fetch`. The error is the code of the reason, such as `EADDRINUSE`. */
export const listen = async (
  fetch: (request: Request, env: unknown) => Response | Promise<Response>,
  { host, port, maxConnections, arrivalMs }: Listening,
): Promise<Result<Listener, string>> => {
  // Its own clean-up reads on, and leaves every piece of a body for the garbage collector.
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
