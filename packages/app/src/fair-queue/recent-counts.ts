/** Counts how often names came lately. */
export type RecentCounts = {
  readonly note: (name: string) => void
  /** How often a name came lately. */
  readonly times: (name: string) => number
}

/** How long, and how many names, are remembered at least. At most twice as much is. */
export type RecentBounds = { readonly ms: number; readonly most: number }

/** Counts in two periods, the present one and the one before. A period ends after `ms`, or if it has `most` names. */
export const openRecentCounts = ({ ms, most }: RecentBounds): RecentCounts => {
  let before = new Map<string, number>()
  let present = new Map<string, number>()
  let began = performance.now()
  const goOn = (): void => {
    const age = performance.now() - began
    if (age < ms && present.size < most) return
    before = age < 2 * ms ? present : new Map()
    present = new Map()
    began = performance.now()
  }
  return {
    note: (name) => {
      goOn()
      present.set(name, (present.get(name) ?? 0) + 1)
    },
    times: (name) => {
      goOn()
      return (before.get(name) ?? 0) + (present.get(name) ?? 0)
    },
  }
}
