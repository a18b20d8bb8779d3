import { within } from '@keepsake/domain'

/** The parameters of a GET request: a name that was given more than once, or as `name[]`, is a list. */
export type Query = Readonly<Record<string, string | readonly string[]>>

/** In UTF-16 units: room for the ids of `get-user-batch`. Node itself takes no more than 16 KiB of headers and URL. */
export const maxQuery: number = 32 * 1024

/**
 * Decodes a raw query string, without its `?`, as `application/x-www-form-urlencoded`: `+` is a space. axios
 * writes the list `userIds` as `userIds[]=a&userIds[]=b`, others repeat the bare name; both become `{userIds: ['a', 'b']}`.
 * A route must read its parameters from this very record, since this record is what the signature covers. Nothing for a
 * query that is longer than `maxQuery`.
 */
export const readQuery = (query: string): Query | undefined => {
  if (within(query, maxQuery) === undefined) return undefined
  const values = new Map<string, string | readonly string[]>()
  // URLSearchParams drops one leading `?`, which here would be the first letter of a name
  const pairs = new URLSearchParams(`?${query}`)
  for (const [name, given] of Map.groupBy(pairs, ([key]) => bareName(key))) {
    const [first, ...more] = given
    const isList = more.length > 0 || first?.[0] !== name
    values.set(name, isList ? given.map(([, value]) => value) : (first?.[1] ?? ''))
  }
  return Object.fromEntries(values)
}

const bareName = (key: string): string => (key.endsWith('[]') ? key.slice(0, -2) : key)
