import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { serve as listen } from '@hono/node-server'
import type { RequestEvent } from '../../http/settings.ts'
import { openContainer } from '../../composition/container.ts'
import type { Config } from '../../composition/config.ts'
import { tokens } from '../../composition/tokens.ts'
import { relayConfigured } from '../relay-configured.ts'
import { exitCodes, reportFailure } from '../report.ts'
import type { Terminal } from '../terminal.ts'

/**
 * Serves the HTTP facade until it is asked to stop, and sends notices and tells events meanwhile, where anything
 * is configured that can. Every request is one line of JSON, and so is every round in which something was not sent.
 */
export const serve = async (config: Config, terminal: Terminal): Promise<number> => {
  const opened = await openContainer(config, (event) => terminal.out(logLine(event)))
  if (opened.isErr()) return reportFailure(opened.error, terminal)
  const container = opened.value
  const server = listen({
    fetch: container.get(tokens.httpApp).fetch,
    hostname: config.host,
    port: config.port,
  }) as Server
  try {
    await once(server, 'listening')
  } catch (cause) {
    terminal.error(
      `Cannot listen on ${config.host}:${config.port}: ${(cause as NodeJS.ErrnoException).code ?? 'unknown'}`,
    )
    await container.get(tokens.storage).close()
    return exitCodes.failed
  }
  const { port } = server.address() as AddressInfo
  const stop = terminal.stopSignal()
  if (config.clientAddress === undefined) terminal.error(withoutClientAddress)
  terminal.out(`Keepsake serves user pool ${config.accessKeyId} on http://${config.host}:${port}`)
  const relaying = relayConfigured(container.get(tokens.identity), config.notices, {
    signal: stop,
    onDelivery: (line) => {
      if (line.failures !== undefined)
        terminal.out(JSON.stringify({ time: new Date().toISOString(), ...line }))
    },
    onUnavailable: (failure) => void reportFailure(failure, terminal),
  })
  if (!stop.aborted) await once(stop, 'abort')
  // A storage that stands still may keep both: what has not ended by then is broken off as the storage is closed.
  await Promise.all([drain(server), Promise.race([relaying, pause(patienceMs, undefined, { ref: false })])])
  await container.get(tokens.noticeSender).close?.()
  await container.get(tokens.storage).close(storagePatienceMs)
  return exitCodes.done
}

const withoutClientAddress =
  'Warning: clientAddress is not set. Guesses at a password count together, wherever they come from, and keep its owner waiting; only devices that have signed in before are spared.'

/** Docker kills ten seconds after it has asked; a caller who is slower than this has lost its answer either way. */
const patienceMs = 8000

/** How long work of the storage may still take that nobody waits for any more. */
const storagePatienceMs = 500

/** A connection that is kept alive ends once its answer is out, and not five seconds later. */
const idleCheckMs = 50

/** Takes no more requests, and lets those under way have their answers. */
const drain = async (server: Server): Promise<void> => {
  const closed = once(server, 'close')
  server.close()
  const idle = setInterval(() => server.closeIdleConnections(), idleCheckMs)
  const outOfPatience = setTimeout(() => server.closeAllConnections(), patienceMs)
  await closed
  clearInterval(idle)
  clearTimeout(outOfPatience)
}

const logLine = ({ fault, ...event }: RequestEvent): string =>
  JSON.stringify({
    time: new Date().toISOString(),
    ...event,
    ...(fault === undefined ? {} : { fault: fault instanceof Error ? fault.message : 'unknown' }),
  })
