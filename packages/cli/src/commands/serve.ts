import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Unavailable } from '@keepsake/domain'
import type { RequestEvent } from '@keepsake/http'
import { findDatabaseExposure } from '../composition/storage-adapters.ts'
import { containerOf } from '../composition/container.ts'
import type { Config } from '../composition/config.ts'
import { tokens } from '../composition/tokens.ts'
import { relayConfigured } from '../serving/relay-configured.ts'
import { exitCodes, reportFailure } from '../terminal/report.ts'
import { drain } from '../serving/drain.ts'
import { listen } from '../serving/listen.ts'
import type { Terminal } from '../terminal/terminal.ts'

/**
 * Serves the HTTP facade until it is asked to stop. Meanwhile it sends notices and events, if senders are configured. It
 * prints one line of JSON for every request, and for every round in which an item could not be sent.
 */
export const serve = async (config: Config, terminal: Terminal): Promise<number> => {
  const opened = await containerOf(config, {
    onRequest: (event) => terminal.out(logLine(event)),
    onDamaged: (failure) => terminal.out(damageLine(failure)),
  })
  if (opened.isErr()) return reportFailure(opened.error, terminal)
  const container = opened.value
  // If usernames are not compared as the configuration says, the operator learns it now, and not from the first user.
  const looked = await container.get(tokens.keepsake).users.get({ userId: 'nobody' })
  if (looked.isErr()) {
    await container.get(tokens.storage).close()
    return reportFailure(looked.error, terminal)
  }
  const listening = await listen(container.get(tokens.httpApp).fetch, {
    host: config.host,
    port: config.port,
    maxConnections: config.http.maxConnections,
    arrivalMs: config.http.arrivalSeconds * 1000,
  })
  if (listening.isErr()) {
    terminal.error(`Cannot listen on ${config.host}:${config.port}: ${listening.error}`)
    await container.get(tokens.storage).close()
    return exitCodes.failed
  }
  const { port } = listening.value.server.address() as AddressInfo
  const stop = terminal.stopSignal()
  const exposure = config.secretFiles === 'any' ? undefined : await findDatabaseExposure(config.database)
  if (exposure !== undefined) terminal.error(`Warning: the database ${exposure}`)
  if (config.clientAddress === undefined) terminal.error(withoutClientAddress)
  terminal.out(`Keepsake serves user pool ${config.accessKeyId} on http://${config.host}:${port}`)
  const relaying = relayConfigured(container.get(tokens.keepsake), config.notices, {
    signal: stop,
    onDelivery: (line) => {
      if (line.failures !== undefined)
        terminal.out(JSON.stringify({ time: new Date().toISOString(), ...line }))
    },
    onUnavailable: (failure) => void reportFailure(failure, terminal),
  })
  if (!stop.aborted) await once(stop, 'abort')
  // A storage that hangs can hold up both. Work that has not ended by then is broken off when the storage is closed.
  const patienceMs = config.http.stopSeconds * 1000
  await Promise.all([
    drain(listening.value, patienceMs),
    Promise.race([relaying, pause(patienceMs, undefined, { ref: false })]),
  ])
  await container.get(tokens.noticeSender).close?.()
  await container.get(tokens.storage).close(storagePatienceMs)
  return exitCodes.done
}

const withoutClientAddress =
  'Warning: clientAddress is not set. All attempts at an account count together, wherever they come from. While somebody guesses, its owner gets in with a device token, or with a second try after five seconds.'

/** How long the storage may finish work after no caller waits for it, in ms. */
const storagePatienceMs = 500

const logLine = ({ fault, ...event }: RequestEvent): string =>
  JSON.stringify({
    time: new Date().toISOString(),
    ...event,
    ...(fault === undefined ? {} : { fault: textOf(fault) }),
  })

/** The log line for a user whose record cannot be read. The caller was answered as if there were no such user. */
const damageLine = ({ cause, damaged = [] }: Unavailable): string =>
  JSON.stringify({
    time: new Date().toISOString(),
    damaged: damaged.map(({ userId }) => userId),
    fault: textOf(cause),
  })

const textOf = (fault: unknown): string => (fault instanceof Error ? fault.message : 'unknown')
