import {
  mostFailures,
  type DeliveryFailure,
  type FailureCount,
  type OutboxCounts,
  type OutboxState,
  type OutboxSummary,
  type UserPoolId,
} from '@keepsake/domain'
import { sql } from 'kysely'
import type { Dialect } from './dialect.ts'
import type { OutboxTable } from './outbox-statements.ts'
import type { SqlView, Statement } from './view.ts'

/** Counts what one pool has in an outbox table. */
export const outboxSummary = async (
  view: SqlView,
  table: OutboxTable,
  pool: UserPoolId,
  dialect: Dialect,
): Promise<OutboxSummary> => {
  const { rows } = await view.run(channelCounts(table, pool, dialect))
  const failures = await view.run(failureCounts(table, pool, dialect))
  return {
    ...rows.map(toCounts).reduce(sum, { waiting: 0, sent: 0, dead: 0 }),
    channels: rows.map((row) => ({ ...named(row), ...toCounts(row) })),
    failures: failures.rows.map(toFailureCount),
  }
}

type ChannelRow = Readonly<Record<OutboxState, number>> & {
  readonly channel: string
  readonly oldest: number | null
}

const channelCounts = (table: OutboxTable, pool: UserPoolId, { db }: Dialect): Statement<ChannelRow> =>
  db
    .selectFrom(table)
    .select(({ fn }) => [
      'channel',
      fn.count<number>('due_at').as('waiting'),
      fn.count<number>('sent_at').as('sent'),
      fn.count<number>('died_at').as('dead'),
      sql<number | null>`min(case when due_at is not null then created_at end)`.as('oldest'),
    ])
    .where('user_pool_id', '=', pool)
    .groupBy('channel')
    .orderBy('channel')

type FailureRow = {
  readonly channel: string
  readonly state: FailureCount['state']
  readonly failure: string | null
  readonly reason: string | null
  readonly count: number
}

const failureCounts = (table: OutboxTable, pool: UserPoolId, { db }: Dialect): Statement<FailureRow> => {
  const state = sql<FailureCount['state']>`case when due_at is null then 'dead' else 'waiting' end`
  const reason = sql`coalesce(reason, '')`
  return db
    .selectFrom(table)
    .select(({ fn }) => [
      'channel',
      state.as('state'),
      'failure',
      'reason',
      fn.countAll<number>().as('count'),
    ])
    .where('user_pool_id', '=', pool)
    .where('failure', 'is not', null)
    .groupBy(['channel', state, 'failure', 'reason'])
    .orderBy(sql`count(*) desc`)
    .orderBy('channel')
    .orderBy(state)
    .orderBy('failure')
    .orderBy(reason)
    .limit(sql.lit(mostFailures))
}

const named = ({ channel }: { readonly channel: string }): { readonly channel?: string } =>
  channel === '' ? {} : { channel }

const toCounts = ({ waiting, sent, dead, oldest }: ChannelRow): OutboxCounts => ({
  waiting,
  sent,
  dead,
  ...(oldest !== null && { oldestWaiting: oldest }),
})

const sum = (one: OutboxCounts, other: OutboxCounts): OutboxCounts => {
  const oldest = [one, other].flatMap(({ oldestWaiting }) => oldestWaiting ?? [])
  return {
    waiting: one.waiting + other.waiting,
    sent: one.sent + other.sent,
    dead: one.dead + other.dead,
    ...(oldest.length > 0 && { oldestWaiting: Math.min(...oldest) }),
  }
}

const toFailureCount = (row: FailureRow): FailureCount => ({
  ...named(row),
  state: row.state,
  failure: row.failure as DeliveryFailure,
  ...(row.reason !== null && { reason: row.reason }),
  count: row.count,
})
