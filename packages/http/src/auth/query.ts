import { within } from '@keepsake/domain'

/** The parameters of a GET request. A name that was given several times, or as `name[]`, is a list. */
export type Query = Readonly<Record<string, string | readonly string[]>>

/** In UTF-16 units: enough for the ids of `get-user-batch`. Node takes no more than 16 KiB of headers and URL. */
export const maxQuery: number = 32 * 1024

/**
 * Decodes a raw query string, without `?`, as `application/x-www-form-urlencoded`: `+` is a space. axios writes the list
 * `userIds` as `userIds[]=a&userIds[]=b`, other clients repeat the plain name. Both become `{userIds: ['a', 'b']}`. A route
 * must read its parameters from this record, because the signature covers this record. Answers `undefined` if the query is
 * longer than `maxQuery`.
 */
export const readQuery = (query: string): Query | undefined => {
  if (within(query, maxQuery) === undefined) return undefined
  const values = new Map<string, string | readonly string[]>()
  // URLSearchParams drops one leading `?`. Without this extra one, it would drop the first letter of a name.
  const pairs = new URLSearchParams(`?${query}`)
  for (const [name, given] of Map.groupBy(pairs, ([key]) => bareName(key))) {
    const [first, ...more] = given
    const isList = more.length > 0 || first?.[0] !== name
    values.set(name, isList ? given.map(([, value]) => value) : (first?.[1] ?? ''))
  }
  return Object.fromEntries(values)
}

const bareName = (key: string): string => (key.endsWith('[]') ? key.slice(0, -2) : key)
