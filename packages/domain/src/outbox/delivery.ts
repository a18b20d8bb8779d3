import type { AttemptFailure } from './outbox-item.ts'

/** The result of one attempt. */
export type Outcome =
  { readonly ended: 'sent' } | { readonly ended: 'postponed' | 'dead'; readonly why: AttemptFailure }

/** How many attempts failed for the same reason. */
export type FailedAttempts = AttemptFailure & { readonly count: number }

/**
 * The result of a round. `sent`: how many items were sent. `postponed`: how many will be tried again later. `dead`: how many
 * will not be tried again, because another attempt is useless, there were too many attempts, or the user may no longer sign
 * in. `failures`: why items were not sent, the most frequent reason first; absent if all were sent.
 */
export type Delivery = {
  readonly sent: number
  readonly postponed: number
  readonly dead: number
  readonly failures?: readonly FailedAttempts[]
}

/** The result if nothing was due. */
export const nothingDelivered: Delivery = { sent: 0, postponed: 0, dead: 0 }

/** The result of several attempts. */
export const deliveryOf = (outcomes: readonly Outcome[]): Delivery => {
  const endings = Map.groupBy(outcomes, ({ ended }) => ended)
  const count = (ended: Outcome['ended']): number => endings.get(ended)?.length ?? 0
  return {
    sent: count('sent'),
    postponed: count('postponed'),
    dead: count('dead'),
    ...counted(outcomes.flatMap((each) => (each.ended === 'sent' ? [] : [{ ...each.why, count: 1 }]))),
  }
}

/** The sum of two results. */
export const together = (one: Delivery, other: Delivery): Delivery => ({
  sent: one.sent + other.sent,
  postponed: one.postponed + other.postponed,
  dead: one.dead + other.dead,
  ...counted([...(one.failures ?? []), ...(other.failures ?? [])]),
})

const counted = (failures: readonly FailedAttempts[]): Pick<Delivery, 'failures'> => {
  const counts = new Map<string, FailedAttempts>()
  for (const each of failures) {
    const key = `${each.failure} ${each.reason ?? ''}`
    counts.set(key, { ...each, count: each.count + (counts.get(key)?.count ?? 0) })
  }
  const all = [...counts.values()].toSorted((one, other) => other.count - one.count)
  return all.length === 0 ? {} : { failures: all }
}
