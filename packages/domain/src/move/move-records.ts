import {
  count,
  either,
  figure,
  instant,
  listOf,
  oneOf,
  optional,
  positive,
  recordOf,
  recordsOf,
  someText,
  text,
  wordOf,
  type Check,
} from '../kernel/guard/check.ts'
import type { Damaged } from '../kernel/damaged.ts'
import type { Issue, Path } from '../kernel/issue.ts'
import type { RecordPosition } from '../input/record-reader.ts'
import { ledgerOutcomes, type DamagedLedgerRow, type LedgerRow } from './ledger-row.ts'
import type { ChunkWork, MoveChunk, RefusedMoveRow } from './move-chunk.ts'
import type { DamagedMove } from './move-store.ts'
import { moveStates, type Move, type MoveInput, type MovePlan } from './move.ts'

const damaged: Check<Damaged['damaged']> = (value): value is true => value === true

export const moveCounts: Check<Readonly<Record<string, number>>> = recordsOf(count)

/** A plan is told apart by its figures only. What else it says is passed on as it is. */
const movePlan: Check<MovePlan> = recordOf<Pick<MovePlan, 'rows' | 'counts'>>({
  rows: count,
  counts: moveCounts,
})

export const move: Check<Move> = recordOf<Move>({
  id: someText,
  number: positive,
  source: someText,
  state: oneOf(...moveStates),
  version: count,
  plannedAt: instant,
  startedAt: optional(instant),
  endedAt: optional(instant),
  input: recordOf<MoveInput>({ from: someText, name: text, digest: someText, reopen: optional(text) }),
  rules: text,
  rulesDigest: someText,
  plan: movePlan,
})

export const damagedMove: Check<DamagedMove> = recordOf<DamagedMove>({
  id: someText,
  number: positive,
  damaged,
})

const position = recordOf<RecordPosition>({ line: count, column: count, byte: count, row: count })

const chunkWork: Check<ChunkWork> = either(
  recordOf<Extract<ChunkWork, { readonly kind: 'rows' }>>({
    kind: wordOf<'rows'>({ rows: true }),
    from: position,
    first: count,
    rows: count,
  }),
  recordOf<Extract<ChunkWork, { readonly kind: 'missing' }>>({
    kind: wordOf<'missing'>({ missing: true }),
    keyDigests: listOf(someText),
  }),
)

export const moveChunk: Check<MoveChunk> = recordOf<MoveChunk>({
  move: someText,
  no: count,
  work: chunkWork,
  state: wordOf<MoveChunk['state']>({ waiting: true, done: true }),
  attempt: count,
  holder: optional(someText),
  leaseUntil: optional(instant),
  counts: moveCounts,
})

const path: Check<Path> = listOf(either(text, figure))

/** The code of an issue may be one that only a later version knows. */
const issue = recordOf<Pick<Issue, 'path' | 'params'> & { readonly code: string }>({
  code: someText,
  path,
  params: optional(recordsOf(either(text, figure))),
}) as Check<Issue>

export const refusedMoveRow: Check<RefusedMoveRow> = recordOf<RefusedMoveRow>({
  move: someText,
  chunk: count,
  row: count,
  position,
  issues: listOf(issue),
})

export const ledgerRow: Check<LedgerRow> = recordOf<LedgerRow>({
  source: someText,
  keyDigest: someText,
  revision: positive,
  key: optional(someText),
  userId: optional(someText),
  outcome: oneOf(...ledgerOutcomes),
  move: optional(someText),
  fingerprint: optional(someText),
  fields: recordsOf(text),
  versionAfter: optional(count),
  passwordSetAt: optional(instant),
  before: listOf(someText),
})

export const damagedLedgerRow: Check<DamagedLedgerRow> = recordOf<DamagedLedgerRow>({
  source: someText,
  keyDigest: someText,
  damaged,
})
