import type { PoolTrait, PoolTraits, UserPoolId } from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { Session } from '../storage-over.ts'
import type { Dialect } from './dialect.ts'
import { firstRow, type SqlView } from './view.ts'

const table = 'keepsake_pool_traits'

/** What the records of a pool in an SQL database were made with. */
export const sqlTraits = (
  session: Session<SqlView>,
  pool: UserPoolId,
  { db, locking }: Dialect,
): PoolTraits => {
  const find = async (view: SqlView, trait: PoolTrait): Promise<string | undefined> => {
    const found = db
      .selectFrom(table)
      .select('trait_value')
      .where('user_pool_id', '=', pool)
      .where('trait', '=', trait)
    // Locked, so that a transaction that began before another one has written still sees what it wrote.
    return (await firstRow(view, view.isLocking ? found.modifyEnd(locking) : found))?.trait_value
  }
  return {
    claim: (trait, value) =>
      session.write(async (view) => {
        if (await view.insertNew(table, [{ user_pool_id: pool, trait, trait_value: value }])) return ok(value)
        const present = await find(view, trait)
        if (present === undefined) throw new Error('a trait was refused, and there is none')
        return ok(present)
      }),
    replace: (trait, from, to) =>
      session.write(async (view) => {
        if ((await find(view, trait)) !== from) return ok('overtaken')
        await view.run(
          db
            .updateTable(table)
            .set({ trait_value: to })
            .where('user_pool_id', '=', pool)
            .where('trait', '=', trait),
        )
        return ok('replaced')
      }),
  }
}
