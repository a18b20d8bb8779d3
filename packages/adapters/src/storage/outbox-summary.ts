import {
  mostFailures,
  type FailureCount,
  type OutboxCounts,
  type OutboxItem,
  type OutboxSummary,
  type Posted,
} from '@keepsake/domain'

/** Counts the items of an outbox. */
export const summaryOf = (posted: readonly Posted<OutboxItem>[]): OutboxSummary => ({
  ...countsOf(posted),
  channels: [...Map.groupBy(posted, ({ item }) => item.channel)]
    .toSorted(([one = ''], [other = '']) => byText(one, other))
    .map(([channel, items]) => ({ ...(channel !== undefined && { channel }), ...countsOf(items) })),
  failures: failuresIn(posted).slice(0, mostFailures),
})

const countsOf = (posted: readonly Posted<OutboxItem>[]): OutboxCounts => {
  const waiting = posted.filter(({ state }) => state === 'waiting')
  const oldest = Math.min(...waiting.map(({ item }) => item.createdAt))
  return {
    waiting: waiting.length,
    sent: posted.filter(({ state }) => state === 'sent').length,
    dead: posted.filter(({ state }) => state === 'dead').length,
    ...(waiting.length > 0 && { oldestWaiting: oldest }),
  }
}

const failuresIn = (posted: readonly Posted<OutboxItem>[]): readonly FailureCount[] => {
  const counts = new Map<string, FailureCount>()
  for (const { item, state, failure, reason } of posted) {
    if (failure === undefined || state === 'sent') continue
    const of = {
      ...(item.channel !== undefined && { channel: item.channel }),
      state,
      failure,
      ...(reason !== undefined && { reason }),
    }
    const key = textOf(of)
    counts.set(key, { ...of, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  return [...counts.values()].toSorted(
    (one, other) => other.count - one.count || byText(textOf(one), textOf(other)),
  )
}

/** No part except the last holds a character that sorts before the separator. */
const textOf = ({ channel = '', state, failure, reason = '' }: Omit<FailureCount, 'count'>): string =>
  [channel, state, failure, reason].join('\u0000')

const byText = (one: string, other: string): number => Number(one > other) - Number(one < other)
