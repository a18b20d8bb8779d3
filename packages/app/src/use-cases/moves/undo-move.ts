import {
  isDamaged,
  issue,
  rejected,
  type Failure,
  type LedgerRow,
  type Move,
  type Unavailable,
  type UserId,
} from '@keepsake/domain'
import { decideUndo } from '@keepsake/domain/rules'
import { misbehaviour } from '@keepsake/domain/guard'
import { err, errAsync, ok, safeTry, type ResultAsync } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import { nextTurn } from '../shared/next-turn.ts'
import { repeatOvertaken } from '../shared/repeatable-work.ts'
import { findLater, requireMove, takeStep } from './require-move.ts'
import { findUndone, undoFactsOf } from './undo-facts.ts'
import { clashingRows, undoAll, type DecidedUndo } from './undo-writes.ts'
import { isChunkOvertaken, type ChunkOvertaken } from './write-chunk.ts'

/** Which move to undo. */
export type UndoMove = {
  readonly move: string
  readonly onProgress?: ((rows: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** A user who has signed in or was changed since a move, and stays. */
export type UserInUse = { readonly userId: string; readonly key: string }

/** What undoing a move has done. */
export type UndoReport = {
  readonly move: string
  readonly source: string
  readonly state: Move['state']
  /** Users whom the move had created, and who are gone again. */
  readonly removed: number
  /** Users who have their former records back. */
  readonly restored: number
  /** Users whom the move had deleted, and who are back. */
  readonly broughtBack: number
  readonly inUse: number
  /** The first of the users in use. */
  readonly inUseUsers: readonly UserInUse[]
}

/** How many rows of the ledger are undone in one transaction. */
const undoRows = 200

/** How many users in use a report names. */
const mostNamed = 1000

/**
 * Takes back what a move has written: removes users whom it created, and gives the others their former records, as far as they
 * are as the move has left them. Only the last move of a source can be undone. After a kill, the same call goes on.
 */
export const undoMove = (
  { move: id, onProgress, signal }: UndoMove,
  context: PoolContext,
): ResultAsync<UndoReport, Failure> =>
  safeTry(async function* () {
    const found = yield* requireMove(id, context)
    const later = yield* findLater(found, context)
    if (later !== undefined) return err(rejected([issue('move.later_first', ['move'], { later: later.id })]))
    const move = yield* takeStep(id, 'undo', context)
    const inUse: UserInUse[] = []
    const sum = { removed: 0, restored: 0, broughtBack: 0, inUse: 0 }
    let rows = 0
    let after: string | undefined
    for (;;) {
      if (signal?.aborted === true) return ok({ ...reportOf(move, sum, inUse) })
      const page = yield* context.storage.moves.listRows({
        source: move.source,
        move: id,
        limit: undoRows,
        ...(after === undefined ? {} : { after }),
      })
      const sound = page.filter((row): row is LedgerRow => !isDamaged(row))
      const undone = yield* undoPage(sound, id, context)
      for (const { verdict, row, now } of undone) {
        if (verdict === 'remove') sum.removed += 1
        if (verdict === 'restore') sum.restored += 1
        if (verdict === 'bring-back') sum.broughtBack += 1
        if (verdict !== 'in-use') continue
        sum.inUse += 1
        if (inUse.length < mostNamed) inUse.push({ userId: now?.user.id ?? '', key: row.key ?? '' })
      }
      rows += page.length
      onProgress?.(rows)
      after = page.at(-1)?.keyDigest
      if (page.length < undoRows || after === undefined) break
      await nextTurn()
    }
    return takeStep(id, 'finishUndo', context).map((ended) => reportOf(ended, sum, inUse))
  })

const reportOf = (
  { id, source, state }: Move,
  sum: Pick<UndoReport, 'removed' | 'restored' | 'broughtBack' | 'inUse'>,
  inUseUsers: readonly UserInUse[],
): UndoReport => ({ move: id, source, state, ...sum, inUseUsers })

const undoPage = (
  rows: readonly LedgerRow[],
  move: string,
  context: PoolContext,
): ResultAsync<readonly DecidedUndo[], Unavailable> =>
  repeatOvertaken<readonly DecidedUndo[], Unavailable, ChunkOvertaken>(
    () =>
      context.storage.moves
        .findRows(
          rows[0]?.source ?? '',
          rows.map(({ keyDigest }) => keyDigest),
        )
        .andThen((present) => {
          const own = present.filter((row) => row.move === move)
          return findUndone(own, move, context).andThen((found) =>
            writeUndone(
              found.map((each) => ({ ...each, verdict: decideUndo(undoFactsOf(each, context)) })),
              context,
            ),
          )
        }),
    { isOvertaken: isChunkOvertaken, what: 'a user' },
  )

/** Users whose addresses others have taken since cannot get them back. They stay as they are. */
const writeUndone = (
  rows: readonly DecidedUndo[],
  context: PoolContext,
): ResultAsync<readonly DecidedUndo[], ChunkOvertaken | Unavailable> =>
  context.storage
    .atomically((stores) => undoAll(rows, stores, context))
    .map(() => rows)
    .orElse((failure) => {
      if (failure.kind === 'unavailable') return errAsync(failure)
      if (failure.kind !== 'keys-taken') return errAsync<never, ChunkOvertaken>({ kind: 'chunk-overtaken' })
      const standing = rows.filter(({ verdict }) => verdict === 'restore' || verdict === 'bring-back')
      const clashing: ReadonlySet<UserId> = clashingRows(standing, failure, context)
      if (clashing.size === 0) return errAsync(misbehaviour('storage', 'an undo has refused keys of nobody'))
      return writeUndone(
        rows.map((each) =>
          each.image?.user !== undefined && clashing.has(each.image.user.id)
            ? { ...each, verdict: 'in-use' as const }
            : each,
        ),
        context,
      )
    })
