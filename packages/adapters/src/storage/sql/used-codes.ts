import type { Instant, UserPoolId } from '@keepsake/domain'
import type { Dialect } from './dialect.ts'
import type { RowOf } from './tables.ts'
import type { SqlView } from './view.ts'

const table = 'keepsake_second_factor_uses'

/** A recovery code that a user has used, and when. */
export type UsedCode = Pick<RowOf<typeof table>, 'user_id' | 'fingerprint' | 'used_until'>

type Code = Omit<UsedCode, 'used_until'>

type CodeRow = RowOf<'keepsake_recovery_codes'>

/** The recovery codes that a pool's users have used. The caller has locked the users. */
export type UsedCodes = {
  /** Uses up codes, by every fingerprint that is known of each. Answers whether none of them was used before. */
  readonly useUp: (view: SqlView, codes: readonly UsedCode[]) => Promise<boolean>
  /**
   * The rows as they are to be stored: a row whose code was used has its time of use. Remembers the codes of those that
   * have one already.
   */
  readonly settle: (view: SqlView, rows: readonly CodeRow[]) => Promise<readonly CodeRow[]>
}

export const usedCodes = (pool: UserPoolId, { db, isAmong }: Dialect): UsedCodes => {
  const find = async (view: SqlView, codes: readonly Code[]): Promise<ReadonlyMap<string, Instant>> => {
    const { rows } = await view.run(
      db
        .selectFrom(table)
        .select(['user_id', 'fingerprint', 'used_until'])
        .where('user_pool_id', '=', pool)
        .where('kind', '=', 'code')
        .where(isAmong('user_id', [...new Set(codes.map((code) => code.user_id))])),
    )
    return byCode(rows)
  }
  const remember = (view: SqlView, codes: Iterable<UsedCode>): Promise<void> =>
    view.insertAll(
      table,
      Array.from(codes, (code) => ({ user_pool_id: pool, kind: 'code', ...code })),
    )
  return {
    useUp: async (view, codes) => {
      const before = await find(view, codes)
      const unused = codes.filter((code) => !before.has(nameOf(code)))
      await remember(view, unused)
      return unused.length === codes.length
    },
    settle: async (view, rows) => {
      if (rows.length === 0) return rows
      const before = await find(view, rows)
      const imported = new Map(
        rows.flatMap(({ user_id, fingerprint, used_at }) => {
          const code = { user_id, fingerprint }
          return used_at === null || before.has(nameOf(code))
            ? []
            : [[nameOf(code), { ...code, used_until: used_at }] as const]
        }),
      )
      await remember(view, imported.values())
      const used = new Map([...before, ...byCode(imported.values())])
      return rows.map((row) => ({ ...row, used_at: row.used_at ?? used.get(nameOf(row)) ?? null }))
    },
  }
}

const nameOf = ({ user_id, fingerprint }: Code): string => JSON.stringify([user_id, fingerprint])

const byCode = (codes: Iterable<UsedCode>): ReadonlyMap<string, Instant> =>
  new Map(Array.from(codes, (code) => [nameOf(code), code.used_until]))
