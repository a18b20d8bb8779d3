import type { LedgerOvertaken, MoveStore } from '@keepsake/domain'
import {
  answers,
  answersOr,
  count,
  damagedLedgerRow,
  damagedMove,
  either,
  ledgerRow,
  listOf,
  move,
  moveChunk,
  moveCounts,
  nothing,
  optional,
  recordOf,
  refusedMoveRow,
  someText,
  wordOf,
  type Promises,
} from '@keepsake/domain/guard'

const ledgerOvertaken = recordOf<LedgerOvertaken>({
  kind: wordOf<LedgerOvertaken['kind']>({ 'ledger-overtaken': true }),
  keyDigests: listOf(someText),
})

/** What the store of moves promises. */
export const movePromises: Promises<MoveStore> = {
  open: answers(wordOf<'opened' | 'taken'>({ opened: true, taken: true })),
  find: answers(optional(move)),
  list: answers(listOf(either(move, damagedMove))),
  change: answers(wordOf<'changed' | 'overtaken' | 'busy'>({ changed: true, overtaken: true, busy: true })),
  addChunks: answers(nothing),
  listChunks: answers(listOf(moveChunk)),
  claimChunk: answers(optional(moveChunk)),
  renewLease: answers(wordOf<'renewed' | 'lost'>({ renewed: true, lost: true })),
  releaseChunk: answers(nothing),
  advance: answers(wordOf<'advanced' | 'lost'>({ advanced: true, lost: true })),
  putRefused: answers(nothing),
  listRefused: answers(listOf(refusedMoveRow)),
  countRefused: answers(count),
  findRows: answers(listOf(ledgerRow)),
  findRowsOfUsers: answers(listOf(ledgerRow)),
  putRows: answersOr(nothing, ledgerOvertaken),
  removeRows: answers(nothing),
  listRows: answers(listOf(either(ledgerRow, damagedLedgerRow))),
  countRows: answers(moveCounts),
  forgetRows: answers(optional(someText)),
  listSealed: answers(listOf(either(ledgerRow, damagedLedgerRow))),
  reseal: answers(wordOf<'resealed' | 'overtaken'>({ resealed: true, overtaken: true })),
}
