import {
  userId,
  type Credential,
  type CredentialStore,
  type Instant,
  type UserPoolId,
} from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { Session } from '../synchronous-storage.ts'
import { rowsAmong, type Connection, type Row } from './connection.ts'

/** The credentials of a pool in SQLite. */
export const sqliteCredentials = (session: Session<Connection>, pool: UserPoolId): CredentialStore => ({
  insertAll: (credentials) =>
    session.write((connection) => {
      for (const { userId, hash, setAt, mustChange } of credentials)
        connection.run(sql.insert, pool, userId, hash.format, hash.encoded, setAt, mustChange ? 1 : 0)
      return ok()
    }),
  findByUserIds: (ids) =>
    session.read((connection) => rowsAmong(connection, sql.byUser, pool, ids).map(toCredential)),
  replace: (from, { userId, hash, setAt, mustChange }) =>
    session.write((connection) => {
      const values = [hash.format, hash.encoded, setAt, mustChange ? 1 : 0]
      const changes = connection.run(sql.replace, ...values, pool, userId, from.format, from.encoded)
      return ok(changes === 1 ? 'replaced' : 'overtaken')
    }),
  upgrade: (id, from, to) =>
    session.write((connection) => {
      const changes = connection.run(sql.upgrade, to.format, to.encoded, pool, id, from.format, from.encoded)
      return ok(changes === 1 ? 'upgraded' : 'overtaken')
    }),
})

const columns = 'user_id, hash_format, hash_encoded, set_at, must_change'

const sql = {
  insert: `INSERT INTO credentials (user_pool_id, ${columns}) VALUES (?, ?, ?, ?, ?, ?)`,
  replace: `UPDATE credentials SET hash_format = ?, hash_encoded = ?, set_at = ?, must_change = ?
    WHERE user_pool_id = ? AND user_id = ? AND hash_format = ? AND hash_encoded = ?`,
  upgrade: `UPDATE credentials SET hash_format = ?, hash_encoded = ?
    WHERE user_pool_id = ? AND user_id = ? AND hash_format = ? AND hash_encoded = ?`,
  byUser: `SELECT ${columns} FROM credentials WHERE user_pool_id = ? AND user_id = ?`,
}

type CredentialRow = {
  readonly user_id: string
  readonly hash_format: string
  readonly hash_encoded: string
  readonly set_at: Instant
  readonly must_change: 0 | 1
}

const toCredential = (found: Row): Credential => {
  const row = found as CredentialRow
  return {
    userId: userId(row.user_id),
    hash: { format: row.hash_format, encoded: row.hash_encoded },
    setAt: row.set_at,
    mustChange: row.must_change === 1,
  }
}
