import {
  openAt,
  waitAfter,
  type Backoff,
  type AttemptStore,
  type Instant,
  type Reservation,
  type UserPoolId,
} from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { Session } from '../synchronous-storage.ts'
import { bytesOf, type Connection, type Value } from './connection.ts'

/** The attempts in a pool in SQLite. */
export const sqliteAttempts = (session: Session<Connection>, pool: UserPoolId): AttemptStore => ({
  reserve: (kind, key, backoff, now) =>
    session.write((connection) => {
      connection.run(sql.clearAway, pool, now)
      return ok(reserve(connection, [pool, kind, bytesOf(key)], backoff, now))
    }),
  clear: (kind, key) =>
    session.write((connection) => {
      connection.run(sql.clear, pool, kind, bytesOf(key))
      return ok()
    }),
})

const ofKey = 'user_pool_id = ?1 AND kind = ?2 AND key = ?3'

const sql = {
  /** Some at a time, so that no call pays for a quiet night; more than one, so that a backlog shrinks. */
  clearAway: `DELETE FROM attempts WHERE user_pool_id = ?1 AND (kind, key) IN (
    SELECT kind, key FROM attempts WHERE user_pool_id = ?1 AND forget_at <= ?2 ORDER BY forget_at LIMIT 100)`,
  /** The domain's `openAt` in SQL. It shifts the longest wait down before it shifts the first one up: nothing overflows. */
  reserve: `INSERT INTO attempts AS found (user_pool_id, kind, key, made, open_at, forget_at)
    VALUES (?1, ?2, ?3, 1, ?5, ?6)
    ON CONFLICT (user_pool_id, kind, key) DO UPDATE SET
      made = CASE WHEN found.forget_at <= ?4 THEN 1 ELSE found.made + 1 END,
      open_at = CASE
        WHEN found.forget_at <= ?4 THEN excluded.open_at
        WHEN found.made + 1 < ?7 THEN 0
        WHEN ?8 > ?9 >> (found.made + 1 - ?7) THEN ?4 + ?9
        ELSE ?4 + (?8 << (found.made + 1 - ?7)) END,
      forget_at = excluded.forget_at
    WHERE found.open_at <= ?4`,
  openAt: `SELECT open_at FROM attempts WHERE ${ofKey}`,
  clear: `DELETE FROM attempts WHERE ${ofKey}`,
}

const reserve = (
  connection: Connection,
  row: readonly Value[],
  backoff: Backoff,
  now: Instant,
): Reservation => {
  if (connection.run(sql.reserve, ...row, ...valuesOf(backoff, now)) === 1) return { granted: true }
  return { granted: false, retryAt: Number(connection.get(sql.openAt, ...row)?.['open_at']) }
}

/** From `?4` on: the moment, what the first attempt comes to, and the backoff. */
const valuesOf = (backoff: Backoff, now: Instant): readonly Value[] => [
  now,
  openAt(1, backoff, now),
  now + backoff.forgetAfterMs,
  backoff.free,
  backoff.firstWaitMs,
  waitAfter(Infinity, backoff),
]
