import type { Dialect } from '../sql/dialect.ts'
import { migrate, schemaStatements, versionIn } from '../sql/migrate.ts'
import { refuseOlder, schemaVersion } from '../sql/migrations.ts'
import type { Connections } from './connections.ts'
import { isMissing } from './failures.ts'
import type { Limit } from './limits.ts'
import { mysqlView } from './mysql-view.ts'

export type SchemaOptions = {
  readonly connections: Connections
  readonly limit: Limit
  readonly dialect: Dialect
  readonly mayMigrate: boolean
}

/**
 * Brings the tables to the present schema. MySQL commits every change of a table by itself, so a process may die
 * between two of them. Each change does nothing if it was made already, and the next process continues from there. A
 * named lock stops two processes from doing the same work at the same time; nothing breaks if a proxy loses the lock.
 * Throws if the schema is newer, or if it is older and `mayMigrate` is false.
 */
export const ensureSchema = async ({
  connections,
  limit,
  dialect,
  mayMigrate,
}: SchemaOptions): Promise<void> => {
  const connection = await connections.take()
  const view = mysqlView(connection, { isLocking: false, limit })
  try {
    if (mayMigrate) await view.run(schemaStatements(dialect).makeTable)
    const version = await versionIn(view, dialect).catch(zeroWhereMissing)
    if (version === schemaVersion) return
    if (!mayMigrate) refuseOlder(version)
    await connection.say(`DO GET_LOCK(CONCAT('keepsake ', DATABASE()), 60)`)
    await migrate(view, dialect)
    await connection.say(`DO RELEASE_LOCK(CONCAT('keepsake ', DATABASE()))`)
  } finally {
    await connection.rollBack()
  }
}

/** A database that was never migrated has no table of migrations. */
const zeroWhereMissing = (error: unknown): number => {
  if (isMissing(error)) return 0
  throw error
}
