import {
  sealed,
  userId,
  type Instant,
  type Notice,
  type NoticeChannel,
  type Outbox,
  type UserPoolId,
} from '@keepsake/domain'
import { ok } from 'neverthrow'
import { oldestFirst } from '../oldest-first.ts'
import type { Session } from '../synchronous-storage.ts'
import type { Connection, Row } from './connection.ts'

/** The notices of a pool in SQLite. */
export const sqliteOutbox = (session: Session<Connection>, pool: UserPoolId): Outbox => ({
  addAll: (notices) =>
    session.write((connection) => {
      for (const notice of notices) insert(connection, pool, notice)
      return ok()
    }),
  claim: (limit, now, leaseUntil) =>
    session.write((connection) => {
      // A negative limit would mean none at all to SQLite.
      const rows = connection.all(sql.claim, leaseUntil, pool, pool, now, Math.max(0, limit))
      return ok(rows.map(toNotice).toSorted(oldestFirst))
    }),
  markSent: (id, at) =>
    session.write((connection) => {
      connection.run(sql.markSent, at, pool, id)
      return ok()
    }),
})

const columns = 'id, user_id, kind, channel, recipient, created_at, url, secret'

const sql = {
  insert: `INSERT INTO outbox (user_pool_id, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  claim: `UPDATE outbox SET lease_until = ?, attempts = attempts + 1
    WHERE user_pool_id = ? AND id IN (
      SELECT id FROM outbox
      WHERE user_pool_id = ? AND sent_at IS NULL AND (lease_until IS NULL OR lease_until <= ?)
      ORDER BY created_at, id
      LIMIT ?)
    RETURNING ${columns}`,
  markSent: `UPDATE outbox SET sent_at = ?, secret = NULL, lease_until = NULL
    WHERE user_pool_id = ? AND id = ? AND sent_at IS NULL`,
}

const insert = (connection: Connection, pool: UserPoolId, notice: Notice): void => {
  connection.run(
    sql.insert,
    pool,
    notice.id,
    notice.userId,
    notice.kind,
    notice.channel,
    notice.to,
    notice.createdAt,
    notice.url,
    notice.secret ?? null,
  )
}

type NoticeRow = {
  readonly id: string
  readonly user_id: string
  readonly kind: Notice['kind']
  readonly channel: NoticeChannel
  readonly recipient: string
  readonly created_at: Instant
  readonly url: string
  readonly secret: string | null
}

const toNotice = (found: Row): Notice => {
  const row = found as NoticeRow
  return {
    id: row.id,
    userId: userId(row.user_id),
    kind: row.kind,
    channel: row.channel,
    to: row.recipient,
    createdAt: row.created_at,
    url: row.url,
    ...(row.secret !== null && { secret: sealed(row.secret) }),
  }
}
