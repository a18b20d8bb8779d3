import {
  mostFailures,
  type FailureCount,
  type OutboxCounts,
  type OutboxItem,
  type OutboxSummary,
  type OutboxEntry,
} from '@keepsake/domain'

/** Counts the items of an outbox. */
export const summaryOf = (entries: readonly OutboxEntry<OutboxItem>[]): OutboxSummary => ({
  ...countsOf(entries),
  channels: [...Map.groupBy(entries, ({ item }) => item.channel)]
    .toSorted(([one = ''], [other = '']) => byText(one, other))
    .map(([channel, items]) => ({ ...(channel !== undefined && { channel }), ...countsOf(items) })),
  failures: failuresIn(entries).slice(0, mostFailures),
})

const countsOf = (entries: readonly OutboxEntry<OutboxItem>[]): OutboxCounts => {
  const waiting = entries.filter(({ state }) => state === 'waiting')
  const oldest = Math.min(...waiting.map(({ item }) => item.createdAt))
  return {
    waiting: waiting.length,
    sent: entries.filter(({ state }) => state === 'sent').length,
    dead: entries.filter(({ state }) => state === 'dead').length,
    ...(waiting.length > 0 && { oldestWaiting: oldest }),
  }
}

const failuresIn = (entries: readonly OutboxEntry<OutboxItem>[]): readonly FailureCount[] => {
  const counts = new Map<string, FailureCount>()
  for (const { item, state, failure, reason } of entries) {
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
