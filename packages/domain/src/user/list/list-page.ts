import { err, ok } from 'neverthrow'
import type { Checked } from '../../kernel/collect.ts'
import { issue } from '../../kernel/issue.ts'

const usualLimit = 50

/** A page is one answer of a database and one of a server. Thousands of records would make all other callers wait. */
const mostUsers = 1000

/** Reads how many users a page has: 1 to 1,000, and 50 if absent. */
export const parseLimit = (limit: number = usualLimit): Checked<number> =>
  Number.isSafeInteger(limit) && limit >= 1 && limit <= mostUsers
    ? ok(limit)
    : err([issue('user.limit_out_of_range', ['limit'], { min: 1, max: mostUsers })])

/** Reads how many users are skipped; none if absent. */
export const parseSkip = (skip: number = 0): Checked<number> =>
  Number.isSafeInteger(skip) && skip >= 0
    ? ok(skip)
    : err([issue('user.limit_out_of_range', ['skip'], { min: 0, max: Number.MAX_SAFE_INTEGER })])

/** A page of a list, and its last element if more elements come after it. */
export type ListPage<T> = { readonly page: readonly T[]; readonly last: T | undefined }

/** Cuts a page from elements that were read. One more than `limit` was asked for, to see if another page comes. */
export const cutPage = <T>(found: readonly T[], limit: number): ListPage<T> => {
  const page = found.slice(0, limit)
  return { page, last: found.length > limit ? page.at(-1) : undefined }
}
