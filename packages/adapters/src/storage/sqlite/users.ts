import {
  keyText,
  userId,
  type Instant,
  type KeysTaken,
  type UniqueKey,
  type User,
  type UserEntry,
  type UserPoolId,
  type UserStatus,
  type UserStore,
} from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import { readDocument, writeDocument } from '../kept-record.ts'
import type { Session } from '../synchronous-storage.ts'
import { bytesOf, rowsAmong, type Connection, type Row } from './connection.ts'

/** The users of a pool in SQLite. */
export const sqliteUsers = (session: Session<Connection>, pool: UserPoolId): UserStore => ({
  insertAll: (entries) => session.write((connection) => insertAll(connection, pool, entries)),
  findHeld: (keys) =>
    session.read((connection) =>
      keys.filter((key) => connection.get(sql.holder, pool, key.namespace, bytesOf(key.key)) !== undefined),
    ),
  findByKey: (key) =>
    session.read((connection) => {
      const row = connection.get(sql.byKey, pool, key.namespace, bytesOf(key.key))
      const user = row && toUser(row)
      return row?.['is_held'] === 1 ? user : undefined
    }),
  findByIds: (ids) => session.read((connection) => rowsAmong(connection, sql.byId, pool, ids).map(toUser)),
  recordSignIn: (id, at, ip) =>
    session.write((connection) => {
      connection.run(sql.recordSignIn, at, ip ?? null, pool, id)
      return ok()
    }),
})

const columns =
  'id, status, status_changed_at, created_at, updated_at, logins_count, last_login, last_ip, document'

const sql = {
  insert: `INSERT INTO users (user_pool_id, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  insertKey: `INSERT INTO unique_keys (user_pool_id, namespace, key, user_id) VALUES (?, ?, ?, ?)
    ON CONFLICT DO NOTHING`,
  holder: 'SELECT user_id FROM unique_keys WHERE user_pool_id = ? AND namespace = ? AND key = ?',
  byId: `SELECT ${columns} FROM users WHERE user_pool_id = ? AND id = ?`,
  /**
   * Where nobody holds the key, the row of somebody else, which is dropped. A commit empties the reader's cache, so that
   * the pages of a row take longer than all else to read: without them, the time of a sign-in told who is a user.
   */
  byKey: `SELECT ${columns}, holder IS NOT NULL AS is_held
    FROM (SELECT (SELECT user_id FROM unique_keys WHERE user_pool_id = ?1 AND namespace = ?2 AND key = ?3) AS holder)
    JOIN users ON user_pool_id = ?1 AND id = coalesce(holder, (SELECT id FROM users WHERE user_pool_id = ?1 LIMIT 1))`,
  recordSignIn: `UPDATE users SET logins_count = logins_count + 1, last_login = ?, last_ip = ?
    WHERE user_pool_id = ? AND id = ?`,
}

/** Goes on past the first key that is taken, so that every one is named; the caller's savepoint undoes what was written. */
const insertAll = (
  connection: Connection,
  pool: UserPoolId,
  entries: readonly UserEntry[],
): Result<void, KeysTaken> => {
  const taken = new Map<string, UniqueKey>()
  for (const { user, keys } of entries) {
    insertUser(connection, pool, user)
    for (const [text, key] of new Map(keys.map((each) => [keyText(each), each])))
      if (connection.run(sql.insertKey, pool, key.namespace, bytesOf(key.key), user.id) === 0)
        taken.set(text, key)
  }
  return taken.size === 0 ? ok() : err({ kind: 'keys-taken', keys: [...taken.values()] })
}

const insertUser = (connection: Connection, pool: UserPoolId, user: User): void => {
  const { id, status, statusChangedAt, createdAt, updatedAt, signIns, ...document } = user
  connection.run(
    sql.insert,
    pool,
    id,
    status,
    statusChangedAt,
    createdAt,
    updatedAt,
    signIns.count,
    signIns.lastAt ?? null,
    signIns.lastIp ?? null,
    writeDocument(document),
  )
}

type UserRow = {
  readonly id: string
  readonly status: UserStatus
  readonly status_changed_at: Instant
  readonly created_at: Instant
  readonly updated_at: Instant
  readonly logins_count: number
  readonly last_login: Instant | null
  readonly last_ip: string | null
  readonly document: string
}

const toUser = (found: Row): User => {
  const row = found as UserRow
  return {
    id: userId(row.id),
    status: row.status,
    statusChangedAt: row.status_changed_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    signIns: {
      count: row.logins_count,
      ...(row.last_login !== null && { lastAt: row.last_login }),
      ...(row.last_ip !== null && { lastIp: row.last_ip }),
    },
    ...readDocument(row.document),
  }
}
