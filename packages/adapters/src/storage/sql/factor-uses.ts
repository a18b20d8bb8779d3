import { usedKeptMs, type Instant, type UserPoolId } from '@keepsake/domain'
import type { Dialect } from './dialect.ts'
import type { RowOf } from './tables.ts'
import { firstRow, type SqlView } from './view.ts'

const table = 'keepsake_second_factor_uses'
const kind = 'secret'

type UseRow = RowOf<typeof table>

/** A used part of a user's secret: a stretch of its time. */
export type Use = Omit<UseRow, 'user_pool_id' | 'kind'>

/** What was used of the secrets in a pool. The caller has locked the users. */
export type FactorUses = {
  /** The time up to which the whole secret is used up. */
  readonly usedUntil: (view: SqlView, use: Omit<Use, 'used_until'>) => Promise<Instant | undefined>
  /** Remembers a use, and forgets what was remembered of the same secret before. */
  readonly remember: (view: SqlView, use: Use) => Promise<void>
  /** Remembers uses that are later than what is remembered of the same secret. */
  readonly rememberLater: (view: SqlView, uses: readonly Use[]) => Promise<void>
  /** Forgets what of a user's secrets was used long before this time. */
  readonly forgetBefore: (view: SqlView, user: string, moment: Instant) => Promise<void>
}

export const factorUses = (pool: UserPoolId, { db, isAmong }: Dialect): FactorUses => {
  const usedUntil: FactorUses['usedUntil'] = async (view, { user_id, fingerprint }) =>
    (
      await firstRow(
        view,
        db
          .selectFrom(table)
          .select('used_until')
          .where('user_pool_id', '=', pool)
          .where('user_id', '=', user_id)
          .where('kind', '=', kind)
          .where('fingerprint', '=', fingerprint),
      )
    )?.used_until
  const remember: FactorUses['remember'] = async (view, use) => {
    const { user_id, fingerprint, used_until } = use
    if (await view.insertNew(table, [{ user_pool_id: pool, kind, ...use }])) return
    await view.run(
      db
        .updateTable(table)
        .set({ used_until })
        .where('user_pool_id', '=', pool)
        .where('user_id', '=', user_id)
        .where('kind', '=', kind)
        .where('fingerprint', '=', fingerprint),
    )
  }
  return {
    usedUntil,
    remember,
    rememberLater: async (view, uses) => {
      if (uses.length === 0) return
      const { rows } = await view.run(
        db
          .selectFrom(table)
          .select(['user_id', 'fingerprint', 'used_until'])
          .where('user_pool_id', '=', pool)
          .where('kind', '=', kind)
          .where(isAmong('user_id', [...new Set(uses.map((use) => use.user_id))])),
      )
      const present = new Map(rows.map((row) => [nameOf(row), row.used_until]))
      const later = latestOf(uses).filter((use) => use.used_until > (present.get(nameOf(use)) ?? -1))
      await view.insertAll(
        table,
        later.filter((use) => !present.has(nameOf(use))).map((use) => ({ user_pool_id: pool, kind, ...use })),
      )
      for (const use of later) if (present.has(nameOf(use))) await remember(view, use)
    },
    forgetBefore: async (view, user, moment) => {
      await view.run(
        db
          .deleteFrom(table)
          .where('user_pool_id', '=', pool)
          .where('user_id', '=', user)
          .where('kind', '=', kind)
          .where('used_until', '<', moment - usedKeptMs),
      )
    },
  }
}

type Named = Pick<UseRow, 'user_id' | 'fingerprint'>

const nameOf = ({ user_id, fingerprint }: Named): string => JSON.stringify([user_id, fingerprint])

/** Of several uses of the same secret, the latest. */
const latestOf = (uses: readonly Use[]): readonly Use[] => [
  ...new Map(
    uses.toSorted((one, other) => one.used_until - other.used_until).map((use) => [nameOf(use), use]),
  ).values(),
]
