import type { AttemptStore, Instant, Unavailable } from '@keepsake/domain'
import {
  givenBackBy,
  refusedByBoth,
  rowsOf,
  type Counter,
  type Refusal,
  type Ways,
} from '@keepsake/domain/rules'
import { errAsync, ok, okAsync, safeTry, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import {
  forgetReturns,
  newMark,
  returnsOf,
  takeBackLater,
  takeBackOf,
  type Admitted,
} from '../../guessing/take-back.ts'

/**
 * Counts an attempt by the first way that grants it. If all refuse, it answers the reason of the last one, and the earliest
 * time at which one of them would grant it. A refused attempt counts nowhere. So strangers who make the owner wait do not
 * make that wait longer. If the storage fails, it is not known whether the attempt was counted: it is taken back later.
 */
export const countByFirst = (
  [way, ...others]: Ways,
  now: Instant,
  context: Context,
): ResultAsync<Admitted | Refusal, Unavailable> => {
  const marked = { way, mark: newMark(context) }
  const due = way.map((counted) => ({ counted, marks: returnsOf(counted, context.returns) }))
  return context.storage
    .atomically(({ attempts }) => reserveAll(due, marked.mark, attempts, now))
    .map((): Admitted | Refusal => {
      for (const { counted, marks } of due) forgetReturns(counted, marks, context.returns)
      return marked
    })
    .orElse((failure) => {
      if (!('by' in failure)) return takeBackLater(marked, failure, context)
      const [next, ...rest] = others
      if (next === undefined) return okAsync(failure)
      return countByFirst([next, ...rest], now, context).map((counted) =>
        'way' in counted ? counted : refusedByBoth(failure, counted),
      )
    })
}

/** A counter, and the attempts that are to be taken back from it. */
type Due = { readonly counted: Counter; readonly marks: readonly string[] }

/** Fails with the first refusal, so that the transaction undoes what was granted before. */
const reserveAll = (
  [first, ...others]: readonly Due[],
  mark: string,
  attempts: AttemptStore,
  now: Instant,
): ResultAsync<void, Refusal | Unavailable> => {
  if (first === undefined) return okAsync()
  const { kind, key, limit } = first.counted
  return takeBackOf(first.counted, first.marks, attempts, now)
    .andThen(() => attempts.reserve(kind, key, limit, now, mark))
    .andThen((reservation) =>
      reservation.granted
        ? reserveAll(others, mark, attempts, now)
        : errAsync({ by: kind, retryAt: reservation.retryAt }),
    )
}

/**
 * Forgets the attempts in a row that led to a right password by this way, in the caller's transaction. Answers how many
 * attempts the network has made at this account, which are given back after the transaction.
 */
export const clearRows = (
  { way }: Admitted,
  { attempts }: { readonly attempts: AttemptStore },
): ResultAsync<number, Unavailable> =>
  safeTry(async function* () {
    let ofNetwork = 1
    for (const { kind, key } of rowsOf(way)) {
      const made = yield* attempts.clear(kind, key)
      if (kind === 'password') ofNetwork = made
    }
    return ok(ofNetwork)
  })

/**
 * Gives back what a right password took from allowances. Each one is a call of its own: many users share the allowance of
 * a network, and a transaction would make them wait for each other.
 */
export const giveBack = (
  { way }: Admitted,
  inARow: number,
  { storage, ports }: Context,
): ResultAsync<void, Unavailable> =>
  safeTry(async function* () {
    const now = ports.system.clock()
    for (const { kind, key, limit, attempts } of givenBackBy(way, inARow))
      yield* storage.attempts.giveBack(kind, key, attempts, limit, now)
    return ok()
  })

/**
 * Forgets and gives back, for a sign-in whose password was right and that goes no further. If the attempts are not
 * forgotten, at least this one is taken back.
 */
export const clearAttempts = (admitted: Admitted, context: Context): ResultAsync<void, Unavailable> =>
  context.storage
    .atomically((stores) => clearRows(admitted, stores))
    .orElse((failure) => takeBackLater(admitted, failure, context))
    .andThen((inARow) => giveBack(admitted, inARow, context))
