import {
  clockSkewMs,
  isRemembered,
  knownForMs,
  networksKept,
  type KnownNetworks,
  type UserId,
  type UserPoolId,
} from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { Horizon } from '../horizon.ts'
import type { Session } from '../storage-over.ts'
import { bytesOf } from './bytes.ts'
import type { Dialect } from './dialect.ts'
import { firstRow, type SqlView } from './view.ts'

const table = 'keepsake_known_networks'

/** The networks that a pool's users have signed in from, in an SQL database. */
export const sqlKnownNetworks = (
  session: Session<SqlView>,
  pool: UserPoolId,
  dialect: Dialect,
  horizon: Horizon,
): KnownNetworks => {
  const { db, deleteExpired } = dialect
  return {
    remember: (userId, network, now, until) =>
      session.writeOne(async (view) => {
        await view.run(
          deleteExpired({ table, key: ['user_id', 'network'], column: 'until', pool, before: horizon(now) }),
        )
        const row = { user_pool_id: pool, user_id: userId, network: bytesOf(network), until }
        if (!(await view.insertNew(table, [row])))
          await view.run(
            db
              .updateTable(table)
              .set({ until })
              .where('user_pool_id', '=', pool)
              .where('user_id', '=', userId)
              .where('network', '=', row.network)
              .where((eb) =>
                eb.or([eb('until', '<', until), eb('until', '>', now + knownForMs + clockSkewMs)]),
              ),
          )
        await dropSurplus(view, pool, userId, row.network, dialect)
        return ok()
      }),
    isKnown: (userId, network, now) =>
      session.readOne(async (view) => {
        const found = db
          .selectFrom(table)
          .select('until')
          .where('user_pool_id', '=', pool)
          .where('user_id', '=', userId)
          .where('network', '=', bytesOf(network))
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
      .select(['network', 'until'])
      .where('user_pool_id', '=', pool)
      .where('user_id', '=', userId),
  )
  if (rows.length <= networksKept) return
  const isAdded = (network: Uint8Array): number => (Buffer.compare(network, added) === 0 ? 1 : 0)
  const surplus = rows
    .toSorted((one, other) => other.until - one.until || isAdded(other.network) - isAdded(one.network))
    .slice(networksKept)
  await view.run(
    db
      .deleteFrom(table)
      .where('user_pool_id', '=', pool)
      .where('user_id', '=', userId)
      .where(
        isAmongBytes(
          'network',
          surplus.map(({ network }) => network),
        ),
      ),
  )
}
