import {
  clockSkewMs,
  isRemembered,
  knownForMs,
  sourcesKept,
  type KnownSources,
  type UserId,
  type UserPoolId,
} from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { Horizon } from '../horizon.ts'
import type { Session } from '../storage-over.ts'
import { bytesOf } from './bytes.ts'
import type { Dialect } from './dialect.ts'
import { firstRow, type SqlView } from './view.ts'

const table = 'keepsake_known_sources'

/** The sources that a pool's users have signed in from, in an SQL database. */
export const sqlKnownSources = (
  session: Session<SqlView>,
  pool: UserPoolId,
  dialect: Dialect,
  horizon: Horizon,
): KnownSources => {
  const { db, deleteExpired } = dialect
  return {
    remember: (userId, source, now, until) =>
      session.writeOne(async (view) => {
        await view.run(
          deleteExpired({ table, key: ['user_id', 'source'], column: 'until', pool, before: horizon(now) }),
        )
        const row = { user_pool_id: pool, user_id: userId, source: bytesOf(source), until }
        if (!(await view.insertNew(table, [row])))
          await view.run(
            db
              .updateTable(table)
              .set({ until })
              .where('user_pool_id', '=', pool)
              .where('user_id', '=', userId)
              .where('source', '=', row.source)
              .where((eb) =>
                eb.or([eb('until', '<', until), eb('until', '>', now + knownForMs + clockSkewMs)]),
              ),
          )
        await dropSurplus(view, pool, userId, row.source, dialect)
        return ok()
      }),
    isKnown: (userId, source, now) =>
      session.readOne(async (view) => {
        const found = db
          .selectFrom(table)
          .select('until')
          .where('user_pool_id', '=', pool)
          .where('user_id', '=', userId)
          .where('source', '=', bytesOf(source))
        const row = await firstRow(view, found)
        return row !== undefined && isRemembered(row.until, now)
      }),
  }
}

/** If several expire at the same time, the one that was added is removed last. */
const dropSurplus = async (
  view: SqlView,
  pool: UserPoolId,
  userId: UserId,
  added: Uint8Array,
  { db, isAmongBytes }: Dialect,
): Promise<void> => {
  const { rows } = await view.run(
    db
      .selectFrom(table)
      .select(['source', 'until'])
      .where('user_pool_id', '=', pool)
      .where('user_id', '=', userId),
  )
  if (rows.length <= sourcesKept) return
  const isAdded = (source: Uint8Array): number => (Buffer.compare(source, added) === 0 ? 1 : 0)
  const surplus = rows
    .toSorted((one, other) => other.until - one.until || isAdded(other.source) - isAdded(one.source))
    .slice(sourcesKept)
  await view.run(
    db
      .deleteFrom(table)
      .where('user_pool_id', '=', pool)
      .where('user_id', '=', userId)
      .where(
        isAmongBytes(
          'source',
          surplus.map(({ source }) => source),
        ),
      ),
  )
}
