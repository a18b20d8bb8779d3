import { ok } from 'neverthrow'
import { collect, collectList, optional, type Checked } from '../../kernel/collect.ts'
import type { Instant } from '../../kernel/system.ts'
import { searchPrefix } from './search-terms.ts'
import type { User } from '../user.ts'
import { parseUserStatus, type UserStatus } from '../user-status.ts'

/** Which users are asked for: those that match every field that is given. `From` is inclusive, `Before` is not. */
export type UserFilter = {
  readonly statuses?: readonly UserStatus[]
  readonly createdFrom?: Instant
  readonly createdBefore?: Instant
  readonly updatedFrom?: Instant
  readonly updatedBefore?: Instant
  readonly departmentId?: string
  readonly tenantId?: string
  /** The beginning of one of the user's search terms, compared byte by byte; never empty. */
  readonly termPrefix?: string
}

/** The same filter as a caller gives it. */
export type UserSearch = Omit<UserFilter, 'statuses' | 'termPrefix'> & {
  /** Any of `userStatuses`. */
  readonly statuses?: readonly string[]
  /** The beginning of an identifier, or of a word of a name, in any spelling. */
  readonly search?: string
}

/** By the time of creation. Users of the same time are ordered by id, byte by byte. */
export type UserOrder = 'oldest-first' | 'newest-first'

/**
 * A user's place in that order. It never changes, so that no user is listed twice, or missed, when a caller reads page
 * after page.
 */
export type UserPlace = Pick<User, 'createdAt' | 'id'>

/** Reads what a caller searches for. A text that is empty once it is folded restricts nothing. */
export const draftFilter = ({ statuses, search, ...others }: UserSearch): Checked<UserFilter> => {
  const prefix = searchPrefix(search ?? '')
  return collect({
    statuses: optional(statuses, (list) => collectList(list, parseUserStatus)),
    createdFrom: ok(others.createdFrom),
    createdBefore: ok(others.createdBefore),
    updatedFrom: ok(others.updatedFrom),
    updatedBefore: ok(others.updatedBefore),
    departmentId: ok(others.departmentId),
    tenantId: ok(others.tenantId),
    termPrefix: ok(prefix === '' ? undefined : prefix),
  })
}
