import type { UniqueKey, UserEntry } from '@keepsake/domain'
import { listOf, recordsOf, text, uniqueKey, type Check } from '@keepsake/domain/guard'
import { readRecord } from './read-record.ts'

/** What is stored of a user in separate tables: unique keys, and the terms by which users are listed. */
export type Findable = {
  readonly keys: readonly UniqueKey[]
  /** By kind, each once. */
  readonly terms: Readonly<Record<string, readonly string[]>>
}

/** Everything that a user is found by, each once. */
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

type Written = readonly [
  keys: readonly (readonly [UniqueKey['namespace'], string])[],
  terms: Findable['terms'],
]

const isWritten: Check<Written> = (value): value is Written =>
  Array.isArray(value) && value.length === 2 && areKeys(value[0]) && areTerms(value[1])

const areKeys = listOf(
  (pair): pair is Written[0][number] =>
    Array.isArray(pair) && pair.length === 2 && uniqueKey({ namespace: pair[0], key: pair[1] }),
)
const areTerms = recordsOf(listOf(text))

/** Reads what `writeFindable` wrote; nothing if it is damaged. */
export const readFindable = ({ findable }: { readonly findable: string }): Findable | undefined => {
  const written = readRecord(findable, JSON.parse, isWritten)
  if (written === undefined) return undefined
  const [keys, terms] = written
  return { keys: keys.map(([namespace, key]) => ({ namespace, key })), terms }
}

const unique = (texts: readonly string[]): readonly string[] =>
  texts.length < 2 ? texts : [...new Set(texts)]
