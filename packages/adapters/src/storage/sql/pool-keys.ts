import {
  sealed,
  type PoolKey,
  type PoolKeyPurpose,
  type PoolKeyStore,
  type UserPoolId,
} from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { Session } from '../storage-over.ts'
import type { Dialect } from './dialect.ts'
import type { RowOf } from './tables.ts'
import { firstRow, hasChanged, type SqlView, type Statement } from './view.ts'

const table = 'keepsake_pool_keys'

type Row = RowOf<typeof table>

/** The keys of a pool in an SQL database. */
export const sqlPoolKeys = (
  session: Session<SqlView>,
  pool: UserPoolId,
  { db, locking }: Dialect,
): PoolKeyStore => {
  const byPurpose = (purpose: PoolKeyPurpose, { isLocking }: SqlView): Statement<Row> => {
    const found = db
      .selectFrom(table)
      .selectAll()
      .where('user_pool_id', '=', pool)
      .where('purpose', '=', purpose)
    // Locked, so that a transaction that began before another one has added the key still sees it.
    return isLocking ? found.modifyEnd(locking) : found
  }
  const find = async (view: SqlView, purpose: PoolKeyPurpose): Promise<PoolKey | undefined> => {
    const row = await firstRow(view, byPurpose(purpose, view))
    return row && toPoolKey(row)
  }
  return {
    find: (purpose) => session.readOne((view) => find(view, purpose)),
    addFirst: (key) =>
      session.write(async (view) => {
        if (await view.insertNew(table, [toRow(key, pool)])) return ok(key)
        const present = await find(view, key.purpose)
        if (present === undefined) throw new Error('a key was refused, and there is none')
        return ok(present)
      }),
    reseal: (id, from, to) =>
      session.writeOne(async (view) =>
        ok(
          (await hasChanged(
            view,
            db
              .updateTable(table)
              .set({ secret: to })
              .where('user_pool_id', '=', pool)
              .where('id', '=', id)
              .where('secret', '=', from),
          ))
            ? 'resealed'
            : 'overtaken',
        ),
      ),
  }
}

const toRow = ({ id, purpose, secret, createdAt }: PoolKey, pool: UserPoolId): Row => ({
  user_pool_id: pool,
  purpose,
  id,
  secret,
  created_at: createdAt,
})

const toPoolKey = (row: Row): PoolKey => ({
  id: row.id,
  purpose: row.purpose as PoolKeyPurpose,
  secret: sealed(row.secret),
  createdAt: row.created_at,
})
