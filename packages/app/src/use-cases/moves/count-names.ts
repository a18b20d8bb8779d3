import { addCounts, type MoveCounts } from '@keepsake/domain'

// Counts are kept by name, so that those of chunks add up. A name with several parts is a JSON list.

/** The name of a count with parts, such as the hashes of one format. */
export const countName = (...parts: readonly (string | number)[]): string => JSON.stringify(parts)

/** The counts whose names begin with this part, with the rest of their names. */
export const countsOf = (
  counts: MoveCounts,
  kind: string,
): readonly { readonly parts: readonly string[]; readonly count: number }[] =>
  Object.entries(counts).flatMap(([name, count]) => {
    if (!name.startsWith('[')) return []
    const [first, ...parts] = JSON.parse(name) as readonly (string | number)[]
    return first === kind ? [{ parts: parts.map(String), count }] : []
  })

/** Adds up names, once for each time that they are given. */
export const tally = (names: readonly string[]): MoveCounts => {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return Object.fromEntries(counts)
}

/** How many different names are counted. A file with a million field names must not fill the memory. */
const mostNames = 1000

/** Adds counts. Once there are very many names, new ones with parts count as `others` of their kind. */
export const addBounded = (sum: MoveCounts, more: MoveCounts): MoveCounts => {
  if (Object.keys(sum).length < mostNames) return addCounts(sum, more)
  const known = Object.entries(more).map(([name, count]): MoveCounts => {
    if (!name.startsWith('[') || Object.hasOwn(sum, name)) return { [name]: count }
    const [kind = ''] = JSON.parse(name) as readonly string[]
    return { [countName(kind, 'others')]: count }
  })
  return known.reduce(addCounts, sum)
}
