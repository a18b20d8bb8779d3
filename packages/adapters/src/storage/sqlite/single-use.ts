import type { SingleUseStore, UserPoolId } from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { Session } from '../synchronous-storage.ts'
import { bytesOf, type Connection } from './connection.ts'

/** The spent keys of a pool in SQLite. */
export const sqliteSingleUse = (session: Session<Connection>, pool: UserPoolId): SingleUseStore => ({
  spend: (kind, key, now, until) =>
    session.write((connection) => {
      connection.run(sql.forgetExpired, pool, pool, now)
      const changes = connection.run(sql.spend, pool, kind, bytesOf(key), until, now)
      return ok(changes === 1 ? 'first' : 'spent-before')
    }),
})

const sql = {
  /** Some at a time, so that no call pays for a quiet night; more than one, so that a backlog shrinks. */
  forgetExpired: `DELETE FROM single_use WHERE user_pool_id = ? AND (kind, key) IN (
    SELECT kind, key FROM single_use WHERE user_pool_id = ? AND until < ? ORDER BY until LIMIT 100)`,
  spend: `INSERT INTO single_use (user_pool_id, kind, key, until) VALUES (?, ?, ?, ?)
    ON CONFLICT (user_pool_id, kind, key) DO UPDATE SET until = excluded.until WHERE single_use.until < ?`,
}
