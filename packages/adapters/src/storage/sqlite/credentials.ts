import {
  userId,
  type Credential,
  type CredentialStore,
  type HashCount,
  type Instant,
  type PasswordHash,
  type UserPoolId,
} from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { Session } from '../synchronous-storage.ts'
import { rowsAmong, type Connection, type Row, type Value } from './connection.ts'

/** The credentials of a pool in SQLite. */
export const sqliteCredentials = (session: Session<Connection>, pool: UserPoolId): CredentialStore => ({
  insertAll: (credentials) =>
    session.write((connection) => {
      for (const credential of credentials)
        connection.run(sql.insert, pool, credential.userId, ...valuesOf(credential))
      return ok()
    }),
  findByUserIds: (ids) =>
    session.read((connection) => rowsAmong(connection, sql.byUser, pool, ids).map(toCredential)),
  replace: (from, to) =>
    session.write((connection) => {
      const changes =
        from === undefined
          ? connection.run(sql.insertIfNone, pool, to.userId, ...valuesOf(to))
          : connection.run(sql.replace, ...valuesOf(to), pool, to.userId, from.format, from.encoded)
      return ok(changes === 1 ? 'replaced' : 'overtaken')
    }),
  upgrade: (id, from, to) =>
    session.write((connection) => {
      const values = [to.format, to.cost, to.encoded, pool, id, from.format, from.encoded]
      return ok(connection.run(sql.upgrade, ...values) === 1 ? 'upgraded' : 'overtaken')
    }),
  requireChange: (id) =>
    session.write((connection) => {
      connection.run(sql.requireChange, pool, id)
      return ok()
    }),
  survey: () => session.read((connection) => connection.all(sql.survey, pool).map(toHashCount)),
})

/** In the order of `valuesOf`, the user first. */
const columns = 'user_id, hash_format, hash_cost, hash_encoded, set_at, must_change, former'

const insert = `INSERT INTO credentials (user_pool_id, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`

const sql = {
  insert,
  insertIfNone: `${insert} ON CONFLICT DO NOTHING`,
  replace: `UPDATE credentials
    SET hash_format = ?, hash_cost = ?, hash_encoded = ?, set_at = ?, must_change = ?, former = ?
    WHERE user_pool_id = ? AND user_id = ? AND hash_format = ? AND hash_encoded = ?`,
  upgrade: `UPDATE credentials SET hash_format = ?, hash_cost = ?, hash_encoded = ?
    WHERE user_pool_id = ? AND user_id = ? AND hash_format = ? AND hash_encoded = ?`,
  requireChange: 'UPDATE credentials SET must_change = 1 WHERE user_pool_id = ? AND user_id = ?',
  byUser: `SELECT ${columns} FROM credentials WHERE user_pool_id = ? AND user_id = ?`,
  // The counting reads nothing but the index, which has the user's id in it; one row a group is looked up then.
  survey: `SELECT users, hash_format, hash_cost, hash_encoded
    FROM (SELECT count(*) AS users, min(user_id) AS example_id FROM credentials
      WHERE user_pool_id = ?1 GROUP BY hash_format, hash_cost)
    JOIN credentials ON user_pool_id = ?1 AND user_id = example_id`,
}

const valuesOf = ({ hash, setAt, mustChange, former }: Credential): readonly Value[] => [
  hash.format,
  hash.cost,
  hash.encoded,
  setAt,
  mustChange ? 1 : 0,
  JSON.stringify(former),
]

type HashRow = { readonly hash_format: string; readonly hash_cost: string; readonly hash_encoded: string }

type CredentialRow = HashRow & {
  readonly user_id: string
  readonly set_at: Instant
  readonly must_change: 0 | 1
  readonly former: string
}

const toHash = (row: HashRow): PasswordHash => ({
  format: row.hash_format,
  cost: row.hash_cost,
  encoded: row.hash_encoded,
})

const toCredential = (found: Row): Credential => {
  const row = found as CredentialRow
  return {
    userId: userId(row.user_id),
    hash: toHash(row),
    setAt: row.set_at,
    mustChange: row.must_change === 1,
    former: JSON.parse(row.former) as readonly PasswordHash[],
  }
}

const toHashCount = (found: Row): HashCount => {
  const row = found as HashRow & { readonly users: number }
  return { users: row.users, example: toHash(row) }
}
