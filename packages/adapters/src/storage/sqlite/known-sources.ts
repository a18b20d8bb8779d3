import { sourcesKept, type KnownSources, type UserPoolId } from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { Session } from '../synchronous-storage.ts'
import { bytesOf, type Connection } from './connection.ts'

/** The sources that a pool's users have signed in from, in SQLite. */
export const sqliteKnownSources = (session: Session<Connection>, pool: UserPoolId): KnownSources => ({
  remember: (userId, source, now, until) =>
    session.write((connection) => {
      connection.run(sql.clearAway, pool, now)
      connection.run(sql.remember, pool, userId, bytesOf(source), until)
      connection.run(sql.dropSurplus, pool, userId, bytesOf(source), sourcesKept)
      return ok()
    }),
  isKnown: (userId, source, now) =>
    session.read(
      (connection) => connection.get(sql.isKnown, pool, userId, bytesOf(source), now) !== undefined,
    ),
})

const sql = {
  /** Some at a time, so that no call pays for a quiet night; more than one, so that a backlog shrinks. */
  clearAway: `DELETE FROM known_sources WHERE user_pool_id = ?1 AND (user_id, source) IN (
    SELECT user_id, source FROM known_sources WHERE user_pool_id = ?1 AND until < ?2 ORDER BY until LIMIT 100)`,
  remember: `INSERT INTO known_sources AS found (user_pool_id, user_id, source, until) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (user_pool_id, user_id, source) DO UPDATE SET until = excluded.until
    WHERE found.until < excluded.until`,
  /**
   * Of those that expire at one moment, the one that was added goes last. The `+` keeps SQLite from going through the
   * whole pool in the order of `until`, where it has a few rows of one user to sort.
   */
  dropSurplus: `DELETE FROM known_sources WHERE user_pool_id = ?1 AND user_id = ?2 AND source IN (
    SELECT source FROM known_sources WHERE user_pool_id = ?1 AND user_id = ?2
    ORDER BY +until DESC, source = ?3 DESC LIMIT -1 OFFSET ?4)`,
  isKnown: `SELECT 1 FROM known_sources WHERE user_pool_id = ?1 AND user_id = ?2 AND source = ?3 AND until >= ?4`,
}
