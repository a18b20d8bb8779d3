import type { LedgerPlace, LedgerRow, LedgerWrite, PoolStorage } from '@keepsake/domain'
import { valueOf } from './case.ts'

/** Where a row is, as one text. */
export const placeOf = ({ source, keyDigest }: LedgerPlace): string => JSON.stringify([source, keyDigest])

/** The rows of these places that a pool has, in their order. */
export const rowsAt = async (
  { moves }: PoolStorage,
  rows: readonly LedgerRow[],
): Promise<readonly LedgerRow[]> => {
  const found = new Map<string, LedgerRow>()
  for (const [source, some] of Map.groupBy(rows, (row) => row.source))
    for (const row of await valueOf(
      moves.findRows(
        source,
        some.map(({ keyDigest }) => keyDigest),
      ),
    ))
      found.set(placeOf(row), row)
  return rows.flatMap((row) => found.get(placeOf(row)) ?? [])
}

/** A write that gives a row its next revision. */
export const rewritten = (row: LedgerRow, over: Partial<LedgerRow> = {}): LedgerWrite => ({
  from: row.revision,
  to: { ...row, revision: row.revision + 1, outcome: 'changed', move: 'm2', ...over },
})
