import {
  givenBackBy,
  refusedByBoth,
  rowsOf,
  type AttemptStore,
  type Instant,
  type Refusal,
  type Unavailable,
  type Way,
  type Ways,
} from '@keepsake/domain'
import { errAsync, ok, okAsync, safeTry, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'

/** An attempt that was counted, and the way that granted it. */
export type Admitted = { readonly way: Way }

/**
 * Counts an attempt by the first way that grants it. If all refuse, it answers the reason of the last one, and the earliest
 * time at which one of them would grant it. A refused attempt counts nowhere. So strangers who make the owner wait do not
 * make that wait longer.
 */
export const countByFirst = (
  [way, ...others]: Ways,
  now: Instant,
  context: Context,
): ResultAsync<Admitted | Refusal, Unavailable> =>
  context.storage
    .atomically(({ attempts }) => reserveAll(way, attempts, now))
    .map((): Admitted | Refusal => ({ way }))
    .orElse((failure) => {
      if (!('by' in failure)) return errAsync(failure)
      const [next, ...rest] = others
      if (next === undefined) return okAsync(failure)
      return countByFirst([next, ...rest], now, context).map((counted) =>
        'way' in counted ? counted : refusedByBoth(failure, counted),
      )
    })

/** Fails with the first refusal, so that the transaction undoes what was granted before. */
const reserveAll = (
  [first, ...others]: Way,
  attempts: AttemptStore,
  now: Instant,
): ResultAsync<void, Refusal | Unavailable> =>
  first === undefined
    ? okAsync()
    : attempts
        .reserve(first.kind, first.key, first.limit, now)
        .andThen((reservation) =>
          reservation.granted
            ? reserveAll(others, attempts, now)
            : errAsync({ by: first.kind, retryAt: reservation.retryAt }),
        )

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
    const now = ports.sources.clock()
    for (const { kind, key, limit, attempts } of givenBackBy(way, inARow))
      yield* storage.attempts.giveBack(kind, key, attempts, limit, now)
    return ok()
  })

/** Forgets and gives back, for a sign-in whose password was right and that goes no further. */
export const clearAttempts = (admitted: Admitted, context: Context): ResultAsync<void, Unavailable> =>
  context.storage
    .atomically((stores) => clearRows(admitted, stores))
    .andThen((inARow) => giveBack(admitted, inARow, context))
