import { migrationsFrom, schemaVersion } from '../sql/migrations.ts'
import { inTransaction, type Connection, type Value } from './connection.ts'
import { sqliteDialect } from './dialect.ts'

/** `PRAGMA application_id` of our files: "Keep" in ASCII. It tells them from any other program's database. */
export const applicationId: number = 0x4b656570

/**
 * Brings a file to the present schema, in one transaction, under the write lock. If two processes open a file at the
 * same time, one migrates it and the other finds it migrated. Throws if the database is not Keepsake's, or is newer.
 */
export const ensureSchema = (connection: Connection): void => {
  if (versionOf(connection) === schemaVersion) return
  inTransaction(connection, 'BEGIN IMMEDIATE', () => {
    for (const { statements, version } of migrationsFrom(versionIn(connection))) {
      for (const statement of statements(sqliteDialect)) {
        const { sql, parameters } = statement.compile()
        connection.run(sql, ...(parameters as readonly Value[]))
      }
      connection.run(`PRAGMA user_version = ${version}`)
    }
    connection.run(`PRAGMA application_id = ${applicationId}`)
    connection.run('COMMIT')
  })
}

/**
 * The version of the file's schema, 0 if there is nothing in it yet. Throws, and changes nothing, if the database
 * belongs to another program, or to a newer release. It reads one state: a process that migrates at the same time has
 * done all of it, or nothing.
 */
export const versionOf = (connection: Connection): number =>
  inTransaction(connection, 'BEGIN', () => versionIn(connection))

const versionIn = (connection: Connection): number => {
  const owner = connection.pragma('application_id')
  const version = Number(connection.pragma('user_version'))
  const isEmpty = connection.get('SELECT 1 FROM sqlite_schema LIMIT 1') === undefined
  if (owner === applicationId ? version === 0 : owner !== 0 || version !== 0 || !isEmpty)
    throw new Error('the database belongs to another program')
  migrationsFrom(version)
  return version
}
