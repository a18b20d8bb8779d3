import {
  clockSkewMs,
  longestPostponedMs,
  type DeliveryFailure,
  type Instant,
  type OutboxQuery,
  type OutboxState,
  type UserPoolId,
} from '@keepsake/domain'
import { sql } from 'kysely'
import type { Dialect } from './dialect.ts'
import type { RowOf } from './tables.ts'
import type { Statement } from './view.ts'

/** The tables that are outboxes; all of them are alike. */
export type OutboxTable = 'keepsake_outbox' | 'keepsake_events'

export type OutboxRow = RowOf<OutboxTable>
type SummaryRow = Readonly<Record<OutboxState, number>> & { readonly oldest: number | null }

/** What is said about what one pool has to tell. */
export type OutboxStatements = {
  /** `overdue`: those that only a clock which ran ahead can have put off so far. */
  readonly due: (limit: number, now: Instant, which: 'due' | 'overdue') => Statement<OutboxRow>
  readonly lease: (ids: readonly string[], until: Instant) => Statement<unknown>
  readonly markSent: (id: string, at: Instant) => Statement<unknown>
  readonly postpone: (
    id: string,
    attempt: number,
    dueAt: Instant,
    failure: DeliveryFailure,
  ) => Statement<unknown>
  readonly bury: (id: string, attempt: number, at: Instant, failure: DeliveryFailure) => Statement<unknown>
  readonly redrive: (ids: readonly string[] | 'all', now: Instant) => Statement<unknown>
  readonly list: (query: OutboxQuery) => Statement<OutboxRow>
  readonly summary: () => Statement<SummaryRow>
  readonly forgetSent: (before: Instant) => Statement<unknown>
}

/** The column that only an item of this state has. */
const columnOf = { waiting: 'due_at', sent: 'sent_at', dead: 'died_at' } as const

export const outboxStatements = (
  table: OutboxTable,
  pool: UserPoolId,
  { db, isAmong, lockingUnlocked, table: nameOf }: Dialect,
): OutboxStatements => ({
  due: (limit, now, which) =>
    db
      .selectFrom(table)
      .selectAll()
      .where('user_pool_id', '=', pool)
      .$if(which === 'due', (query) => query.where('due_at', '<=', now))
      .$if(which === 'overdue', (query) => query.where('due_at', '>', now + longestPostponedMs + clockSkewMs))
      .where((later) =>
        later.not(
          later.exists(
            later
              .selectFrom(sql<OutboxRow>`${nameOf(table)}`.as('earlier'))
              .select('earlier.id')
              .where('earlier.user_pool_id', '=', pool)
              .whereRef('earlier.user_id', '=', `${table}.user_id`)
              .whereRef('earlier.channel', '=', `${table}.channel`)
              .where('earlier.due_at', 'is not', null)
              .where((eb) =>
                eb.or([
                  eb('earlier.created_at', '<', eb.ref(`${table}.created_at`)),
                  eb.and([
                    eb('earlier.created_at', '=', eb.ref(`${table}.created_at`)),
                    eb('earlier.id', '<', eb.ref(`${table}.id`)),
                  ]),
                ]),
              ),
          ),
        ),
      )
      .orderBy('due_at')
      .orderBy('id')
      .limit(sql.lit(Math.max(0, limit)))
      .modifyEnd(lockingUnlocked),
  lease: (ids, until) =>
    db
      .updateTable(table)
      .set((eb) => ({ due_at: until, attempts: eb('attempts', '+', 1) }))
      .where('user_pool_id', '=', pool)
      .where(isAmong('id', ids)),
  markSent: (id, at) =>
    db
      .updateTable(table)
      .set({ sent_at: at, secret: null, due_at: null, died_at: null, failure: null })
      .where('user_pool_id', '=', pool)
      .where('id', '=', id)
      .where('sent_at', 'is', null),
  postpone: (id, attempt, dueAt, failure) =>
    db
      .updateTable(table)
      .set({ due_at: dueAt, failure })
      .where('user_pool_id', '=', pool)
      .where('id', '=', id)
      .where('attempts', '=', attempt)
      .where('due_at', 'is not', null),
  bury: (id, attempt, at, failure) =>
    db
      .updateTable(table)
      .set({ due_at: null, died_at: at, failure })
      .where('user_pool_id', '=', pool)
      .where('id', '=', id)
      .where('attempts', '=', attempt)
      .where('due_at', 'is not', null),
  redrive: (ids, now) =>
    db
      .updateTable(table)
      .set({ due_at: now, died_at: null, failure: null, attempts: 0 })
      .where('user_pool_id', '=', pool)
      .where('died_at', 'is not', null)
      .$if(ids !== 'all', (query) => query.where(isAmong('id', ids === 'all' ? [] : ids))),
  list: ({ state, after, limit }) =>
    db
      .selectFrom(table)
      .selectAll()
      .where('user_pool_id', '=', pool)
      .where(columnOf[state], 'is not', null)
      .$if(after !== undefined, (query) =>
        query.where((eb) =>
          eb.or([
            eb('created_at', '>', after?.createdAt ?? 0),
            eb.and([eb('created_at', '=', after?.createdAt ?? 0), eb('id', '>', after?.id ?? '')]),
          ]),
        ),
      )
      .orderBy('created_at')
      .orderBy('id')
      .limit(sql.lit(Math.max(0, limit))),
  summary: () =>
    db
      .selectFrom(table)
      .select(({ fn }) => [
        fn.count<number>('due_at').as('waiting'),
        fn.count<number>('sent_at').as('sent'),
        fn.count<number>('died_at').as('dead'),
        sql<number | null>`min(case when due_at is not null then created_at end)`.as('oldest'),
      ])
      .where('user_pool_id', '=', pool),
  forgetSent: (before) => db.deleteFrom(table).where('user_pool_id', '=', pool).where('sent_at', '<', before),
})
