import { hasMariadb, startMariadb } from './mariadb.ts'
import { startPostgres } from './postgres.ts'
import { findPostgres } from './postgres-programs.ts'
import type { Server } from './server-process.ts'

/** A database server that tests need. */
export type Engine = {
  readonly name: string
  /** Why this machine cannot run it; nothing where it can. */
  readonly lack: () => Promise<string | undefined>
  readonly start: () => Promise<Server>
}

export const postgres: Engine = {
  name: 'PostgreSQL',
  lack: async () =>
    (await findPostgres()) === undefined ? 'npm has none for this kind of machine' : undefined,
  start: () => startPostgres(),
}

export const mariadb: Engine = {
  name: 'MariaDB',
  lack: async () => (hasMariadb() ? undefined : 'there is no `mariadbd` (`apt-get install mariadb-server`)'),
  start: () => startMariadb(),
}

/** Servers that run, by their engine. */
export type Running = ReadonlyMap<Engine, Server>

/** Starts servers side by side. Where one of them does not start, those that did are stopped again. */
export const startAll = async (engines: readonly Engine[]): Promise<Running> => {
  const running = new Map<Engine, Server>()
  const started = await Promise.allSettled(
    engines.map(async (engine) => running.set(engine, await engine.start())),
  )
  const failed = started.find(({ status }) => status === 'rejected')
  if (failed === undefined) return running
  await stopAll(running)
  throw (failed as PromiseRejectedResult).reason
}

export const stopAll = async (running: Running): Promise<void> => {
  await Promise.all([...running.values()].map((server) => server.stop()))
}
