import type { Dialect } from '../sql/dialect.ts'
import { migrate, schemaStatements, versionIn } from '../sql/migrate.ts'
import { refuseOlder, schemaVersion } from '../sql/migrations.ts'
import { takeConnection } from './connection.ts'
import { isMissing } from './failures.ts'
import { mysqlView } from './mysql-view.ts'
import type { MysqlPool } from './pool.ts'

/**
 * Brings the tables to the present schema. MySQL commits every change of a table by itself, so that a process may die
 * between two; each of them does nothing where it was done, and the next process goes on from there. A named lock keeps
 * two from doing the same work at one moment; nothing breaks where a proxy loses it. Throws where the schema is newer,
 * or older and `mayMigrate` is false.
 */
export const ensureSchema = async (
  pool: MysqlPool,
  dialect: Dialect,
  { mayMigrate }: { readonly mayMigrate: boolean },
): Promise<void> => {
  const connection = await takeConnection(pool)
  const view = mysqlView(connection, { isLocking: false })
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

/** A database that nobody has migrated yet has no table of migrations. */
const zeroWhereMissing = (error: unknown): number => {
  if (isMissing(error)) return 0
  throw error
}
