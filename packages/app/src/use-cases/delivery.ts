import type { AttemptFailure } from '@keepsake/domain'

/** What an attempt came to. */
export type Outcome =
  { readonly ended: 'sent' } | { readonly ended: 'postponed' | 'dead'; readonly why: AttemptFailure }

/** How many attempts failed of the same. */
export type FailedAttempts = AttemptFailure & { readonly count: number }

/**
 * What became of what was taken up: sent; to be tried again later; or dead, since another attempt is of no use, there were
 * enough of them, or the user may not sign in any more. `failures`: why those that were not sent were not, the commonest first;
 * absent where all were.
 */
export type Delivery = {
  readonly sent: number
  readonly postponed: number
  readonly dead: number
  readonly failures?: readonly FailedAttempts[]
}

/** Where nothing was due. */
export const nothingDelivered: Delivery = { sent: 0, postponed: 0, dead: 0 }

/** What several attempts came to. */
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

/** Two deliveries as one. */
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
