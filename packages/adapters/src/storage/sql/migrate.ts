import { sql } from 'kysely'
import type { Dialect } from './dialect.ts'
import { migrationsFrom } from './migrations.ts'
import { firstRow, written, type SqlView, type Statement } from './view.ts'

/** The statements on the table that remembers which migrations were made. */
export type SchemaStatements = {
  readonly makeTable: Statement<unknown>
  readonly version: Statement<{ readonly version: number | null }>
  readonly add: (version: number) => Statement<unknown>
}

export const schemaStatements = ({ db, table, tableOptions }: Dialect): SchemaStatements => {
  const schema = table('keepsake_schema')
  const version = sql<{ readonly version: number | null }>`select max(version) as version from ${schema}`
  return {
    makeTable: written(
      sql`create table if not exists ${schema} (version integer not null primary key) ${tableOptions({ isWide: false })}`,
      db,
    ),
    version: written(version, db),
    add: (made) => written(sql`insert into ${schema} (version) values (${made})`, db),
  }
}

/** The version of the schema; 0 if no migration was made yet. Throws if it is newer than the versions that we know. */
export const versionIn = async (view: SqlView, dialect: Dialect): Promise<number> => {
  const version = (await firstRow(view, schemaStatements(dialect).version))?.version ?? 0
  migrationsFrom(version)
  return version
}

/** Makes every migration that was not made yet. The caller makes sure that no other process does so meanwhile. */
export const migrate = async (view: SqlView, dialect: Dialect): Promise<void> => {
  const { add } = schemaStatements(dialect)
  for (const { statements, version } of migrationsFrom(await versionIn(view, dialect))) {
    for (const statement of statements(dialect)) await view.run(statement)
    await view.run(add(version))
  }
}
