import {
  clockSkewMs,
  longestPostponedMs,
  type AttemptFailure,
  type Instant,
  type OutboxClaim,
  type OutboxQuery,
  type OutboxSelection,
  type Sealed,
  type UserPoolId,
} from '@keepsake/domain'
import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { Dialect } from './dialect.ts'
import type { RowOf } from './tables.ts'
import type { Statement } from './view.ts'

/** The tables that are outboxes; all have the same columns. */
export type OutboxTable = 'keepsake_outbox' | 'keepsake_events'

export type OutboxRow = RowOf<OutboxTable>

/** The statements on the outbox of one pool. */
export type OutboxStatements = {
  /** Whether any item of a channel may be due. */
  readonly anyDue: (claim: Pick<OutboxClaim, 'channel' | 'now'>) => Statement<{ readonly id: string }>
  /** `overdue`: those that only a clock that ran ahead can have put off so far. */
  readonly due: (claim: Omit<OutboxClaim, 'leaseUntil'>, which: 'due' | 'overdue') => Statement<OutboxRow>
  readonly lease: (ids: readonly string[], until: Instant) => Statement<unknown>
  readonly markSent: (id: string, at: Instant) => Statement<unknown>
  readonly postpone: (id: string, attempt: number, dueAt: Instant, why: AttemptFailure) => Statement<unknown>
  readonly bury: (id: string, attempt: number, at: Instant, why: AttemptFailure) => Statement<unknown>
  readonly redrive: (which: OutboxSelection | 'all', now: Instant) => Statement<unknown>
  readonly drop: (which: OutboxSelection) => Statement<unknown>
  readonly list: (query: OutboxQuery) => Statement<OutboxRow>
  readonly forgetSent: (before: Instant) => Statement<unknown>
  readonly sealed: (after: string | undefined, limit: number) => Statement<OutboxRow>
  readonly reseal: (id: string, from: Sealed, to: Sealed) => Statement<unknown>
}

/** The column that only an item of this state has. */
const columnOf = { waiting: 'due_at', sent: 'sent_at', dead: 'died_at' } as const

export const outboxStatements = (
  table: OutboxTable,
  pool: UserPoolId,
  { db, isAfter, isAmong, lockingUnlocked, table: nameOf }: Dialect,
): OutboxStatements => ({
  anyDue: ({ channel = '', now }) =>
    db
      .selectFrom(table)
      .select('id')
      .where('user_pool_id', '=', pool)
      .where('channel', '=', channel)
      .where((eb) => eb.or([eb('due_at', '<=', now), eb('due_at', '>', latestDue(now))]))
      .limit(sql.lit(1)),
  due: ({ channel = '', limit, now }, which) =>
    db
      .selectFrom(table)
      .selectAll()
      .where('user_pool_id', '=', pool)
      .where('channel', '=', channel)
      .$if(which === 'due', (query) => query.where('due_at', '<=', now))
      .$if(which === 'overdue', (query) => query.where('due_at', '>', latestDue(now)))
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
      .set({ sent_at: at, secret: null, due_at: null, died_at: null, failure: null, reason: null })
      .where('user_pool_id', '=', pool)
      .where('id', '=', id)
      .where('sent_at', 'is', null),
  postpone: (id, attempt, dueAt, why) =>
    db
      .updateTable(table)
      .set({ due_at: dueAt, ...kept(why) })
      .where('user_pool_id', '=', pool)
      .where('id', '=', id)
      .where('attempts', '=', attempt)
      .where('due_at', 'is not', null),
  bury: (id, attempt, at, why) =>
    db
      .updateTable(table)
      .set({ due_at: null, died_at: at, ...kept(why) })
      .where('user_pool_id', '=', pool)
      .where('id', '=', id)
      .where('attempts', '=', attempt)
      .where('due_at', 'is not', null),
  redrive: (which, now) =>
    db
      .updateTable(table)
      .set({ due_at: now, died_at: null, failure: null, reason: null, attempts: 0 })
      .where('user_pool_id', '=', pool)
      .where('died_at', 'is not', null)
      .$if(which !== 'all', (query) => query.where(selected(which === 'all' ? [] : which, isAmong))),
  drop: (which) =>
    db
      .deleteFrom(table)
      .where('user_pool_id', '=', pool)
      .where('sent_at', 'is', null)
      .where(selected(which, isAmong)),
  list: ({ state, channel, after, limit }) =>
    db
      .selectFrom(table)
      .selectAll()
      .where('user_pool_id', '=', pool)
      .$if(channel !== undefined, (query) => query.where(isAmong('channel', [channel ?? ''])))
      .where(columnOf[state], 'is not', null)
      .$if(after !== undefined, (query) =>
        query.where((eb) =>
          eb.or([
            eb('created_at', '>', after?.createdAt ?? 0),
            eb.and([eb('created_at', '=', after?.createdAt ?? 0), isAfter('id', after?.id ?? '')]),
          ]),
        ),
      )
      .orderBy('created_at')
      .orderBy('id')
      .limit(sql.lit(Math.max(0, limit))),
  forgetSent: (before) => db.deleteFrom(table).where('user_pool_id', '=', pool).where('sent_at', '<', before),
  sealed: (after, limit) =>
    db
      .selectFrom(table)
      .selectAll()
      .where('user_pool_id', '=', pool)
      .where('secret', 'is not', null)
      .$if(after !== undefined, (query) => query.where('id', '>', after ?? ''))
      .orderBy('id')
      .limit(sql.lit(Math.max(0, limit))),
  reseal: (id, from, to) =>
    db
      .updateTable(table)
      .set({ secret: to })
      .where('user_pool_id', '=', pool)
      .where('id', '=', id)
      .where('secret', '=', from),
})

/** An item that is due later was put off by a clock that ran ahead. */
const latestDue = (now: Instant): Instant => now + longestPostponedMs + clockSkewMs

const kept = ({ failure, reason }: AttemptFailure): Pick<OutboxRow, 'failure' | 'reason'> => ({
  failure,
  reason: reason ?? null,
})

const selected = (which: OutboxSelection, isAmong: Dialect['isAmong']): RawBuilder<SqlBool> =>
  'channel' in which ? isAmong('channel', [which.channel]) : isAmong('id', which)
