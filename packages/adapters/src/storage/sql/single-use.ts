import type { SingleUseStore, UserPoolId } from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { Horizon } from '../horizon.ts'
import type { Session } from '../storage-over.ts'
import { bytesOf } from './bytes.ts'
import type { Dialect } from './dialect.ts'
import { firstRow, hasChanged, type SqlView } from './view.ts'

const table = 'keepsake_single_use'

/** The spent keys of a pool in an SQL database. */
export const sqlSingleUse = (
  session: Session<SqlView>,
  pool: UserPoolId,
  { db, deleteExpired }: Dialect,
  horizon: Horizon,
): SingleUseStore => ({
  spend: (kind, key, now, until) =>
    session.writeOne(async (view) => {
      await view.run(
        deleteExpired({ table, key: ['kind', 'single_key'], column: 'until', pool, before: horizon(now) }),
      )
      const row = { user_pool_id: pool, kind, single_key: bytesOf(key), until }
      const isFirst =
        (await view.insertNew(table, [row])) ||
        // It was spent before, so long ago that it no longer counts.
        (await hasChanged(
          view,
          db
            .updateTable(table)
            .set({ until })
            .where('user_pool_id', '=', pool)
            .where('kind', '=', kind)
            .where('single_key', '=', row.single_key)
            .where('until', '<', now),
        ))
      return ok(isFirst ? 'first' : 'spent-before')
    }),
  isSpent: (kind, key, now) =>
    session.readOne(
      async (view) =>
        (await firstRow(
          view,
          db
            .selectFrom(table)
            .select('until')
            .where('user_pool_id', '=', pool)
            .where('kind', '=', kind)
            .where('single_key', '=', bytesOf(key))
            .where('until', '>=', now),
        )) !== undefined,
    ),
})
