import type {
  ClaimedChunk,
  CredentialsOvertaken,
  KeysTaken,
  LedgerOvertaken,
  MoveCounts,
  RefusedMoveRow,
  SecondFactorsOvertaken,
  Stores,
  Unavailable,
  UsersOvertaken,
} from '@keepsake/domain'
import { clashes, userEntry, type RefusedRow } from '@keepsake/domain/rules'
import { misbehaviour } from '@keepsake/domain/guard'
import { err, errAsync, ok, safeTry, type ResultAsync } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import { writeEvents } from '../shared/write-events.ts'
import type { ReadyRows } from './ready-rows.ts'

/** Something that a chunk was judged by has changed meanwhile, so that it must be judged again. */
export type ChunkOvertaken = { readonly kind: 'chunk-overtaken' }

export const isChunkOvertaken = (failure: { readonly kind: string }): failure is ChunkOvertaken =>
  failure.kind === 'chunk-overtaken'

/** Another caller has the chunk, or its move is not running. Nothing was written. */
export type ChunkLost = { readonly kind: 'chunk-lost' }

/** Rows that lost a race for a key after they were judged. Nothing was written. */
export type RowsLost = { readonly kind: 'rows-lost'; readonly refused: readonly RefusedRow[] }

/** What is written with the users of a chunk. */
export type ChunkEnd = {
  readonly claimed: ClaimedChunk
  readonly refused: readonly RefusedMoveRow[]
  readonly counts: MoveCounts
  /** Whether services get an event of each user. */
  readonly events: boolean
}

/**
 * Writes the users of a chunk, the ledger that says so and the end of the chunk in one transaction: all of it or nothing.
 * Every write is conditional, so that rows are never written by what is no longer true.
 */
export const writeChunk = (
  rows: ReadyRows,
  end: ChunkEnd,
  context: PoolContext,
): ResultAsync<void, RowsLost | ChunkOvertaken | ChunkLost | Unavailable> =>
  context.storage
    .atomically((stores) => writeAll(rows, end, stores, context))
    .orElse((failure) => {
      if (failure.kind === 'keys-taken') return errAsync(lostRows(rows, failure))
      if (failure.kind === 'unavailable' || failure.kind === 'chunk-lost') return errAsync(failure)
      return errAsync<never, ChunkOvertaken>({ kind: 'chunk-overtaken' })
    })

const lostRows = ({ created, known }: ReadyRows, { keys }: KeysTaken): RowsLost | Unavailable => {
  const claims = [...created.map(({ ready }) => ready), ...known.map(({ claim }) => claim)]
  const lost = clashes(claims, keys)
  if (lost.size === 0) return misbehaviour('storage', 'the users of a chunk have refused keys of nobody')
  return { kind: 'rows-lost', refused: [...lost].map(([row, issues]) => ({ row, issues })) }
}

type WriteFailure =
  | KeysTaken
  | UsersOvertaken
  | SecondFactorsOvertaken
  | LedgerOvertaken
  | CredentialsOvertaken
  | ChunkLost
  | Unavailable

const writeAll = (
  { created, known }: ReadyRows,
  { claimed, refused, counts, events }: ChunkEnd,
  stores: Stores,
  context: PoolContext,
): ResultAsync<void, WriteFailure> =>
  safeTry(async function* () {
    const ready = created.map((each) => each.ready)
    // First what others give up: a new user may take the address that a known one has left.
    yield* stores.users.updateAll(present(known.map(({ change }) => change)))
    yield* stores.users.insertAll(ready.map(({ user, keys }) => userEntry(user, keys)))
    yield* stores.credentials.insertAll(present(ready.map(({ credential }) => credential)))
    yield* stores.credentials.replaceAll(present(known.map(({ credential }) => credential)))
    yield* stores.secondFactors.writeAll([
      ...present(ready.map(({ secondFactor }) => secondFactor)).map((to) => ({ from: [], to })),
      ...present(known.map(({ secondFactor }) => secondFactor)),
    ])
    yield* stores.outbox.addAll(ready.flatMap(({ notices }) => notices))
    if (events) yield* writeEvents(eventsOf({ created, known }), stores, context)
    yield* stores.moves.putRows([...created, ...known].map(({ write }) => write))
    yield* stores.moves.putRefused(claimed.move, claimed.no, refused)
    const advanced = yield* stores.moves.advance(claimed, counts)
    return advanced === 'advanced' ? ok() : err<void, ChunkLost>({ kind: 'chunk-lost' })
  })

const eventsOf = ({ created, known }: ReadyRows): Parameters<typeof writeEvents>[0] => [
  ...created.flatMap(({ ready }) => ready.events),
  ...known.flatMap(({ change, credential }) => [
    ...(change === undefined ? [] : [change.event]),
    ...(credential === undefined ? [] : [credential.event]),
  ]),
]

const present = <T>(values: readonly (T | undefined)[]): readonly T[] =>
  values.filter((value) => value !== undefined)
