import type { IssueCode } from './issue-codes.ts'
import type { Checked } from './collect.ts'
import { issue, under, type Issue, type Path } from './issue.ts'

/**
 * What happens to a batch if some rows are refused. `all`: nothing is written, and every issue is listed. `each`: the
 * good rows are written, and the others are reported.
 */
export type BatchMode = 'all' | 'each'

/** A refused row, by its index in the list. */
export type RefusedRow = { readonly row: number; readonly issues: readonly Issue[] }

/** Completes the paths of a row's issues for the caller of the batch: they start with `list` and the row's index. */
export const placed = ({ row, issues }: RefusedRow): RefusedRow => ({
  row,
  issues: under(['list', row], issues),
})

/** The issues of all rows, in the order of the list. */
export const inList = (rows: readonly RefusedRow[]): readonly Issue[] =>
  rows.flatMap((row) => placed(row).issues)

/** The rows that did not pass their check, with their issues. */
export const refusedRows = (rows: readonly Checked<unknown>[]): readonly RefusedRow[] =>
  rows.flatMap((each, row) => (each.isErr() ? [{ row, issues: each.error }] : []))

/** The codes for a list that nothing can be done with. */
export type ListSizeCodes = { readonly empty: IssueCode; readonly tooLong: IssueCode }

/** Refuses an empty list, and one with more than `max` rows. Done before any work is spent on the rows. */
export const checkListSize = (
  { length }: readonly unknown[],
  max: number,
  codes: ListSizeCodes,
  path: Path = ['list'],
): readonly Issue[] => {
  if (length === 0) return [issue(codes.empty, path)]
  return length > max ? [issue(codes.tooLong, path, { max })] : []
}

/**
 * For each row that names the same id as an earlier one: the index of that earlier row. A row without an id names none.
 * A row that does not count, such as a refused one, leaves its id to later rows.
 */
export const earlierRows = (
  ids: readonly (string | undefined)[],
  counts: (row: number) => boolean,
): ReadonlyMap<number, number> => {
  const first = new Map<string, number>()
  const earlier = new Map<number, number>()
  for (const [row, id] of ids.entries()) {
    if (id === undefined) continue
    const other = first.get(id)
    if (other !== undefined) earlier.set(row, other)
    else if (counts(row)) first.set(id, row)
  }
  return earlier
}

/** For each row whose id a later row names again: the index of the last row that does. */
export const laterRows = (ids: readonly string[]): ReadonlyMap<number, number> => {
  const last = new Map(ids.map((id, row) => [id, row]))
  return new Map(
    ids.flatMap((id, row) => {
      const other = last.get(id) ?? row
      return other === row ? [] : [[row, other] as const]
    }),
  )
}
