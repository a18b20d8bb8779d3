import { DatabaseSync } from 'node:sqlite'
import type { Contender } from './contender.ts'

/** What a column may hold. */
export type Value = string | number | null | Uint8Array

/** The rows of a batch, ready to be bound; each user is followed by the rows of its unique keys and search terms. */
export type RawBatch = {
  readonly users: readonly {
    readonly user: readonly Value[]
    readonly keys: readonly (readonly Value[])[]
    readonly terms: readonly (readonly Value[])[]
  }[]
  readonly credentials: readonly (readonly Value[])[]
  readonly authenticators: readonly (readonly Value[])[]
  readonly recoveryCodes: readonly (readonly Value[])[]
  readonly notices: readonly (readonly Value[])[]
}

/** The settings under which the SQLite adapter writes. */
const pragmas = [
  'journal_mode = wal',
  'synchronous = 2',
  'foreign_keys = 1',
  'trusted_schema = 0',
  'secure_delete = 1',
  'wal_autocheckpoint = 20000',
]

const insertInto = (table: string, columns: string): string =>
  `INSERT INTO ${table} (${columns}) VALUES (${columns.replaceAll(/\w+/gu, '?')})`

/**
 * The least that SQLite has to do: rows that are ready go through one prepared statement a table, in one transaction a
 * batch, into a file that has the adapter's schema already.
 */
export const openRawSqlite = (file: string): Contender<RawBatch> => {
  const database = new DatabaseSync(file, { defensive: true })
  for (const pragma of pragmas) database.exec(`PRAGMA ${pragma}`)
  const user = database.prepare(
    insertInto(
      'users',
      'user_pool_id, id, version, status, status_changed_at, created_at, updated_at, logins_count, last_login, last_ip, document',
    ),
  )
  const term = database.prepare(insertInto('user_terms', 'user_pool_id, kind, term, user_id'))
  const key = database.prepare(insertInto('unique_keys', 'user_pool_id, namespace, key, user_id'))
  const credential = database.prepare(
    insertInto(
      'credentials',
      'user_pool_id, user_id, hash_format, hash_cost, hash_encoded, set_at, must_change, former',
    ),
  )
  const authenticator = database.prepare(
    insertInto(
      'otp_enrolments',
      'user_pool_id, user_id, slot, id, name, secret, fingerprint, algorithm, digits, period, enrolled_at, proven_at, last_step',
    ),
  )
  const recoveryCode = database.prepare(
    insertInto('recovery_codes', 'user_pool_id, user_id, slot, id, hash, used_at'),
  )
  const notice = database.prepare(
    insertInto('outbox', 'user_pool_id, id, user_id, kind, channel, recipient, created_at, url, secret'),
  )
  return {
    insert: async (batch) => {
      const started = performance.now()
      database.exec('BEGIN IMMEDIATE')
      for (const row of batch.users) {
        user.run(...row.user)
        for (const values of row.keys) key.run(...values)
        for (const values of row.terms) term.run(...values)
      }
      for (const values of batch.credentials) credential.run(...values)
      for (const values of batch.authenticators) authenticator.run(...values)
      for (const values of batch.recoveryCodes) recoveryCode.run(...values)
      for (const values of batch.notices) notice.run(...values)
      database.exec('COMMIT')
      return { total: performance.now() - started }
    },
    close: async () => {
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      database.close()
    },
  }
}
