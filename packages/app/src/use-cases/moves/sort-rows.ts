import { issue, type Unavailable, type UserId } from '@keepsake/domain'
import { isSameRow, matchRow, type RefusedRow } from '@keepsake/domain/rules'
import { ok, safeTry, type ResultAsync } from 'neverthrow'
import { findHolders } from './find-holders.ts'
import type { Judging } from './judging.ts'
import type { PlacedRow } from './place-rows.ts'

/** A row of a user who exists. `matched`: an identifier has shown it, and not the source's key. */
export type RowOfUser = { readonly placed: PlacedRow; readonly userId: UserId; readonly matched: boolean }

/** The rows of a chunk by what is to be done with them. */
export type SortedRows = {
  readonly fresh: readonly PlacedRow[]
  readonly known: readonly RowOfUser[]
  /** As they were brought last time. */
  readonly unchanged: readonly PlacedRow[]
  /** Of users who were deleted here since. */
  readonly erased: readonly PlacedRow[]
  readonly refused: readonly RefusedRow[]
}

/** Tells who each row is. */
export const sortRows = (
  rows: readonly PlacedRow[],
  judging: Judging,
): ResultAsync<SortedRows, Unavailable> =>
  safeTry(async function* () {
    const unknown = rows.filter(({ ledger }) => ledger?.userId === undefined)
    const holders = yield* findHolders(unknown, judging)
    const fresh: PlacedRow[] = []
    const known: RowOfUser[] = []
    const unchanged: PlacedRow[] = []
    const erased: PlacedRow[] = []
    const refused: RefusedRow[] = []
    for (const placed of rows) {
      const match = matchRow(placed.ledger, holders.get(placed.row) ?? [])
      switch (match.kind) {
        case 'known':
          if (isUnchanged(placed)) unchanged.push(placed)
          else known.push({ placed, userId: match.userId, matched: false })
          break
        case 'matched':
          known.push({ placed, userId: match.userId, matched: true })
          break
        case 'new':
          fresh.push(placed)
          break
        case 'erased':
          if (judging.rules.bringBack) fresh.push(placed)
          else erased.push(placed)
          break
        case 'contested':
          refused.push({ row: placed.row, issues: [issue('move.row_contested')] })
      }
    }
    return ok({ fresh, known, unchanged, erased, refused })
  })

/** A user whom the source had lost comes back with the same row, and is no longer suspended. */
const isUnchanged = ({ ledger, fingerprint }: PlacedRow): boolean =>
  ledger !== undefined &&
  isSameRow(ledger.fingerprint, fingerprint) &&
  ledger.outcome !== 'suspended' &&
  ledger.outcome !== 'archived'
