import { sql } from 'kysely'
import { patiently } from '../patiently.ts'
import type { Dialect } from '../sql/dialect.ts'
import { migrate, schemaStatements, versionIn } from '../sql/migrate.ts'
import { refuseOlder, schemaVersion } from '../sql/migrations.ts'
import { firstRow, written, type SqlView } from '../sql/view.ts'
import { migrationTimeout } from '../timeouts.ts'
import { clientsOf, type Clients } from './clients.ts'
import { hasCode, isBusy } from './failures.ts'
import { setLimits, type Limits } from './limits.ts'
import type { PgPool } from './pool.ts'
import { postgresView } from './postgres-view.ts'
import { quotedName } from './quoted-name.ts'

/** What another process may have made between our looking and our making: a schema, a table, its type. */
const madeMeanwhile = ['23505', '42P06', '42P07', '42710']

export type SchemaOptions = {
  readonly pool: PgPool
  /** A look at what is there. */
  readonly view: SqlView
  readonly limits: Limits
  readonly dialect: Dialect
  readonly schema: string | undefined
  readonly mayMigrate: boolean
  /** How long to wait for a connection, in ms. */
  readonly connect: number
}

/**
 * Brings the tables to the present schema, in one transaction, under a lock on the table of migrations: of two processes
 * that start at one moment, one migrates and the other one finds it done, and one that dies has done nothing. Throws
 * where the schema is newer, or older and `mayMigrate` is false.
 */
export const ensureSchema = async (options: SchemaOptions): Promise<void> => {
  const { pool, view, dialect, schema, limits, connect } = options
  const version = await presentVersion(view, dialect, schema)
  if (version === schemaVersion) return
  if (!options.mayMigrate) refuseOlder(version)
  // A change of a large table takes its time; only a lock is not waited for longer than usual.
  const clients = clientsOf(pool, { connect, answer: migrationTimeout })
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
