import { under, type Issue } from '@keepsake/domain'

/**
 * What becomes of a batch in which some rows are refused. `all`: nothing is written, and every issue is listed.
 * `each`: the good rows are written and the others reported.
 */
export type BatchMode = 'all' | 'each'

/** A row that was not taken, by its index in the list. */
export type RefusedRow = { readonly row: number; readonly issues: readonly Issue[] }

/** The row's issues as the batch's caller sees them: their paths start with `list` and the row's index. */
export const placed = ({ row, issues }: RefusedRow): RefusedRow => ({
  row,
  issues: under(['list', row], issues),
})

/** The issues of all rows, in the order of the list. */
export const inList = (rows: readonly RefusedRow[]): readonly Issue[] =>
  rows.flatMap((row) => placed(row).issues)
