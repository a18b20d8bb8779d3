import type { TestProject } from 'vitest/node'
import { mariadb, postgres, startAll, stopAll, type Engine } from './engines.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Empty where this machine cannot run PostgreSQL. */
    readonly postgresUrl: string
    /** Empty where the machine has no MariaDB. */
    readonly mariadbUrl: string
  }
}

/** Starts the database servers once for all tests that need them, and stops them in the end. */
const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const lacks = await lackingOf([postgres, mariadb])
  const running = await startAll([postgres, mariadb].filter((engine) => !lacks.has(engine)))
  project.provide('postgresUrl', running.get(postgres)?.url ?? '')
  project.provide('mariadbUrl', running.get(mariadb)?.url ?? '')
  return async () => {
    await stopAll(running)
    // Said last, where it is seen.
    for (const [{ name }, why] of lacks) console.warn(`Skipped: every test on ${name}, since ${why}`)
  }
}

/** Engines that this machine cannot run, with the reason. `KEEPSAKE_TEST_SERVERS=all` makes that a fault. */
const lackingOf = async (engines: readonly Engine[]): Promise<ReadonlyMap<Engine, string>> => {
  const lacks = new Map<Engine, string>()
  for (const engine of engines) {
    const why = await engine.lack()
    if (why !== undefined) lacks.set(engine, why)
  }
  if (process.env['KEEPSAKE_TEST_SERVERS'] === 'all')
    for (const [{ name }, why] of lacks) throw new Error(`${name} must be tested, but ${why}`)
  return lacks
}

export default setup
