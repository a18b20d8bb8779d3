import type { TestProject } from 'vitest/node'
import { hasMariadb, startMariadb } from './mariadb.ts'
import { startPostgres } from './postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly postgresUrl: string
    /** Empty where the machine has no MariaDB. */
    readonly mariadbUrl: string
  }
}

/** Starts the database servers once for all tests that need them, and stops them in the end. */
const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  if (process.env['CI'] !== undefined && !hasMariadb()) throw new Error('CI must have a MariaDB')
  const servers = await Promise.all([startPostgres(), ...(hasMariadb() ? [startMariadb()] : [])])
  const [postgres, mariadb] = servers
  project.provide('postgresUrl', postgres?.url ?? '')
  project.provide('mariadbUrl', mariadb?.url ?? '')
  return async () => void (await Promise.all(servers.map((server) => server.stop())))
}

export default setup
