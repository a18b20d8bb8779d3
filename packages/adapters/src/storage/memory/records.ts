import type { User, UserId } from '@keepsake/domain'
import { readDocument, writeDocument } from '../kept-record.ts'
import type { Table, Tables } from './tables.ts'

/**
 * A copy of a record of plain fields, so that later changes of the caller's own record have no effect. `undefined`
 * stays absent.
 */
export const copyOf = <T extends object>(record: T): T => JSON.parse(JSON.stringify(record)) as T

/** A copy of a user. */
export const copyOfUser = (user: User): User => {
  const { id, version, status, statusChangedAt, createdAt, updatedAt, signIns, ...document } = user
  const columns = { id, version, status, statusChangedAt, createdAt, updatedAt, signIns: copyOf(signIns) }
  return { ...readDocument(writeDocument(document)), ...columns }
}

/** The records that exist among the keys, each once. */
export const recordsAmong = <V>(table: Table<V>, keys: readonly string[]): readonly V[] =>
  [...new Set(keys)].map((key) => table.get(key)).filter((record) => record !== undefined)

/** Adds a record. A key that is there already is a broken invariant of the caller. */
export const add = <V>(table: Table<V>, key: string, record: V): void => {
  if (table.get(key) !== undefined) throw new Error('a record of this id is there already')
  table.put(key, record)
}

/** Whether a user belongs to a tenant; true for every user if no tenant is named. */
export const isOfTenant = ({ users }: Tables, id: string, tenantId: string | undefined): boolean =>
  tenantId === undefined || users.get(id)?.tenantIds.includes(tenantId) === true

/** Refuses a record of a user that the pool does not have: a broken invariant of the caller. */
export const requireUser = (tables: Tables, id: UserId): void => {
  if (tables.users.get(id) === undefined) throw new Error('the pool has no user of this id')
}
