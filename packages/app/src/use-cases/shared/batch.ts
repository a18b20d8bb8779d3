import { under, type Issue } from '@keepsake/domain'

/**
 * What happens to a batch if some rows are refused. `all`: nothing is written, and every issue is listed. `each`: the good
 * rows are written, and the others are reported.
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
