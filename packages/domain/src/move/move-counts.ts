/** What happened to rows, or would happen, by the name of the outcome. A name that is absent counts 0. */
export type MoveCounts = Readonly<Record<string, number>>

/** The sum of two counts, name by name. */
export const addCounts = (one: MoveCounts, other: MoveCounts): MoveCounts => {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return Object.fromEntries([...names].map((name) => [name, countOf(one, name) + countOf(other, name)]))
}

/** How many rows have this outcome. */
export const countOf = (counts: MoveCounts, name: string): number =>
  Object.hasOwn(counts, name) ? (counts[name] ?? 0) : 0
