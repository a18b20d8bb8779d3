import { sql } from 'kysely'
import { patiently } from '../retry.ts'
import type { Dialect } from '../sql/dialect.ts'
import { migrate, schemaStatements, versionIn } from '../sql/migrate.ts'
import { refuseOlder, schemaVersion } from '../sql/migrations.ts'
import { firstRow, written, type SqlView } from '../sql/view.ts'
import { migrationTimeout, type Waits } from '../timeouts.ts'
import { clientsOf, type Clients } from './clients.ts'
import { hasCode, isBusy } from './failures.ts'
import { setLimits, type Limits } from './limits.ts'
import type { PgPool } from './pool.ts'
import { postgresView } from './postgres-view.ts'
import { quotedName } from './quoted-name.ts'

/** What another process may have made after our check and before our statement: a schema, a table, its type. */
const madeMeanwhile = ['23505', '42P06', '42P07', '42710']

export type SchemaOptions = {
  readonly pool: PgPool
  /** A view to read the present state. */
  readonly view: SqlView
  readonly limits: Limits
  readonly dialect: Dialect
  readonly schema: string | undefined
  readonly mayMigrate: boolean
  readonly waits: Waits
}

/**
 * Brings the tables to the present schema, in one transaction, under a lock on the table of migrations. If two
 * processes start at the same time, one migrates and the other finds it done. A process that dies has changed nothing.
 * Throws if the schema is newer, or if it is older and `mayMigrate` is false.
 */
export const ensureSchema = async (options: SchemaOptions): Promise<void> => {
  const { pool, view, dialect, schema, limits, waits } = options
  const version = await presentVersion(view, dialect, schema)
  if (version === schemaVersion) return
  if (!options.mayMigrate) refuseOlder(version)
  // Changing a large table takes time; only the wait for a lock is not longer than usual.
  const clients = clientsOf(pool, { ...waits, answer: migrationTimeout })
  const begin = `BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; ${setLimits({ ...limits, statement: migrationTimeout })}`
  await patiently(
    { isBusy: (error) => isBusy(error) || hasCode(error, madeMeanwhile), patience: limits.lock },
    () => migrateIn(clients, begin, options),
  )
}

const migrateIn = async (
  clients: Clients,
  begin: string,
  { dialect, schema }: SchemaOptions,
): Promise<void> => {
  const client = await clients.take(begin)
  try {
    const view = postgresView(client, { isLocking: true, schema })
    if (schema !== undefined)
      await view.run(written(sql`create schema if not exists ${sql.id(schema)}`, dialect.db))
    await view.run(schemaStatements(dialect).makeTable)
    await view.run(written(sql`lock table ${dialect.table('keepsake_schema')} in exclusive mode`, dialect.db))
    await migrate(view, dialect)
    await client.commit()
  } finally {
    await client.rollBack()
  }
}

const presentVersion = async (
  view: SqlView,
  dialect: Dialect,
  schema: string | undefined,
): Promise<number> => {
  const name = quotedName('keepsake_schema', schema)
  const found = sql<{ readonly name: string | null }>`select to_regclass(${name})::text as name`
  const row = await firstRow(view, written(found, dialect.db))
  return (row?.name ?? null) === null ? 0 : versionIn(view, dialect)
}
