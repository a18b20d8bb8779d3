import type { Config } from '../composition/config.ts'
import { backUpDatabase, compactDatabase, type BackupRefused } from '../composition/storage-adapters.ts'
import { exitCodes, reportFailure } from '../terminal/report.ts'
import type { Terminal } from '../terminal/terminal.ts'

const reasons: Readonly<Record<BackupRefused['reason'], string>> = {
  'no-database': 'there is no database yet',
  'target-exists': 'something has that name already, or a log of SQLite lies beside it',
}

/** Copies the database to a file that must not exist yet, and says what the copy contains. */
export const backUp = async (file: string, { database }: Config, terminal: Terminal): Promise<number> => {
  const copied = await backUpDatabase(database, terminal.path(file))
  if (copied.isErr()) {
    if (copied.error.kind !== 'backup-refused') return reportFailure(copied.error, terminal)
    terminal.error(`${file} was not written: ${reasons[copied.error.reason]}`)
    return exitCodes.refused
  }
  const { keepsake_users: users = 0 } = copied.value.rows
  const rows = Object.values(copied.value.rows).reduce((sum, count) => sum + count, 0)
  terminal.out(`Wrote ${file}: ${users} users, ${rows} rows in all, checked`)
  return exitCodes.done
}

/** Rewrites the database file. */
export const compact = async ({ database }: Config, terminal: Terminal): Promise<number> => {
  const compacted = await compactDatabase(database)
  if (compacted.isErr()) return reportFailure(compacted.error, terminal)
  terminal.out('The database holds nothing any more of what was deleted.')
  return exitCodes.done
}
