import type { UniqueKey, UserEntry } from '@keepsake/domain'

/** What is kept of a user in tables of its own: unique keys, and the terms that users are listed by. */
export type Findable = {
  readonly keys: readonly UniqueKey[]
  /** By kind, each once. */
  readonly terms: Readonly<Record<string, readonly string[]>>
}

/** All that a user is found by, each once. */
export const findableOf = ({ keys, searchTerms, user }: UserEntry): Findable => ({
  keys,
  terms: {
    search: unique(searchTerms),
    department: unique(user.departmentIds),
    tenant: unique(user.tenantIds),
  },
})

/** Short JSON of it, for the user's own row. */
export const writeFindable = ({ keys, terms }: Findable): string =>
  JSON.stringify([keys.map(({ namespace, key }) => [namespace, key]), terms])

/** Reads what `writeFindable` wrote. */
export const readFindable = ({ findable }: { readonly findable: string }): Findable => {
  const [keys, terms] = JSON.parse(findable) as [[UniqueKey['namespace'], string][], Findable['terms']]
  return { keys: keys.map(([namespace, key]) => ({ namespace, key })), terms }
}

const unique = (texts: readonly string[]): readonly string[] =>
  texts.length < 2 ? texts : [...new Set(texts)]
