import { sealed, userId, type Notice, type Outbox, type UserPoolId } from '@keepsake/domain'
import { sql } from 'kysely'
import { ok } from 'neverthrow'
import { oldestFirst } from '../oldest-first.ts'
import type { Session } from '../storage-over.ts'
import type { Dialect } from './dialect.ts'
import type { RowOf } from './tables.ts'
import type { SqlView } from './view.ts'

const table = 'keepsake_outbox'

/** The notices of a pool in an SQL database. */
export const sqlOutbox = (
  session: Session<SqlView>,
  pool: UserPoolId,
  { db, isAmong, lockingUnlocked }: Dialect,
): Outbox => ({
  addAll: (notices) =>
    session.write(async (view) => {
      await view.insertAll(
        table,
        notices.map((notice) => toRow(notice, pool)),
      )
      return ok()
    }),
  claim: (limit, now, leaseUntil) =>
    session.write(async (view) => {
      const { rows } = await view.run(
        db
          .selectFrom(table)
          .select(['id', 'user_id', 'document', 'secret', 'created_at'])
          .where('user_pool_id', '=', pool)
          .where('due_at', '<=', now)
          .orderBy('due_at')
          .orderBy('id')
          .limit(sql.lit(Math.max(0, limit)))
          .modifyEnd(lockingUnlocked),
      )
      if (rows.length > 0)
        await view.run(
          db
            .updateTable(table)
            .set((eb) => ({ due_at: leaseUntil, attempts: eb('attempts', '+', 1) }))
            .where('user_pool_id', '=', pool)
            .where(
              isAmong(
                'id',
                rows.map(({ id }) => id),
              ),
            ),
        )
      return ok(rows.map(toNotice).toSorted(oldestFirst))
    }),
  markSent: (id, at) =>
    session.writeOne(async (view) => {
      await view.run(
        db
          .updateTable(table)
          .set({ sent_at: at, secret: null, due_at: null })
          .where('user_pool_id', '=', pool)
          .where('id', '=', id)
          .where('sent_at', 'is', null),
      )
      return ok()
    }),
})

const toRow = (notice: Notice, pool: UserPoolId): RowOf<typeof table> => {
  const { id, userId: user, createdAt, secret, ...document } = notice
  return {
    user_pool_id: pool,
    id,
    user_id: user,
    document: JSON.stringify(document),
    secret: secret ?? null,
    created_at: createdAt,
    due_at: createdAt,
    attempts: 0,
    sent_at: null,
  }
}

type NoticeRow = Pick<RowOf<typeof table>, 'id' | 'user_id' | 'document' | 'secret' | 'created_at'>

const toNotice = (row: NoticeRow): Notice => ({
  ...(JSON.parse(row.document) as Omit<Notice, 'id' | 'userId' | 'createdAt' | 'secret'>),
  id: row.id,
  userId: userId(row.user_id),
  createdAt: row.created_at,
  ...(row.secret !== null && { secret: sealed(row.secret) }),
})
