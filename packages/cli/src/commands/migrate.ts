import type { Config } from '../composition/config.ts'
import { migrateStorage } from '../composition/storage-adapters.ts'
import { exitCodes, reportFailure } from '../terminal/report.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** Creates the tables of the database, or migrates them to this release. You can stop it at any time and run it again. */
export const migrate = async ({ database }: Config, terminal: Terminal): Promise<number> => {
  const migrated = await migrateStorage(database)
  if (migrated.isErr()) return reportFailure(migrated.error, terminal)
  terminal.out('The tables are those of this release.')
  return exitCodes.done
}
