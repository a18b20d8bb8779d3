import type { PoolDocument } from '../pool-document.ts'

/** One text for a key of several parts. */
export const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts)

/** Whether two lists hold the same ids, in any order. */
export const sameIds = (some: readonly string[], others: readonly string[]): boolean =>
  keyOf(...new Set(some.toSorted())) === keyOf(...new Set(others.toSorted()))

/** The records there are among the keys, each once. */
export const among = <T>(records: ReadonlyMap<string, T>, keys: readonly string[]): readonly T[] =>
  [...new Set(keys)].flatMap((key) => records.get(key) ?? [])

/** Adds a record. A second one of its key is a defect of the caller: what throws undoes the transaction. */
export const add = <T>(records: Map<string, T>, key: string, record: T): void => {
  if (records.has(key)) throw new Error('a record of this id is there already')
  records.set(key, record)
}

/** Whether a user is one of a tenant's; everybody is where none is named. */
export const isOfTenant = ({ users }: PoolDocument, id: string, tenantId: string | undefined): boolean =>
  tenantId === undefined || users.get(id)?.user.tenantIds.includes(tenantId) === true

/** Throws where the pool has no user of this id. */
export const requireUser = ({ users }: PoolDocument, id: string): void => {
  if (!users.has(id)) throw new Error('the pool has no user of this id')
}
