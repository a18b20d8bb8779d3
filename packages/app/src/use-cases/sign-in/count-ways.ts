import type { AttemptKind, AttemptStore, Instant, Unavailable } from '@keepsake/domain'
import { errAsync, ok, okAsync, safeTry, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { forgetReturns, newMark, returnsOf, takeBackLater, takeBackOf, type Marked } from './take-back.ts'
import type { Counted, Way, Ways } from './ways.ts'

/** What has refused an attempt, and when the attempt may be made. */
export type Refusal = { readonly by: AttemptKind; readonly retryAt: Instant }

/**
 * Counts an attempt by the first way that grants it. If all refuse, it answers the reason of the last one, and the earliest
 * time at which one of them would grant it. A refused attempt counts nowhere. So strangers who make the owner wait do not
 * make that wait longer. If the storage fails, it is not known whether the attempt was counted: it is taken back later.
 */
export const countByFirst = (
  [way, ...others]: Ways,
  now: Instant,
  context: Context,
): ResultAsync<Marked | Refusal, Unavailable> => {
  const marked = { way, mark: newMark(context) }
  const due = way.map((counted) => ({ counted, marks: returnsOf(counted, context.returns) }))
  return context.storage
    .atomically(({ attempts }) => reserveAll(due, marked.mark, attempts, now))
    .map((): Marked | Refusal => {
      for (const { counted, marks } of due) forgetReturns(counted, marks, context.returns)
      return marked
    })
    .orElse((failure) => {
      if (!('by' in failure)) return takeBackLater(marked, failure, context)
      const [next, ...rest] = others
      if (next === undefined) return okAsync(failure)
      return countByFirst([next, ...rest], now, context).map((counted) =>
        'way' in counted ? counted : { ...counted, retryAt: Math.min(failure.retryAt, counted.retryAt) },
      )
    })
}

/** A counter, and the attempts that are to be taken back from it. */
type Due = { readonly counted: Counted; readonly marks: readonly string[] }

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
 * Forgets the attempts in a row that led to a right password by this way, and gives back what they took from allowances. A
 * network gets back all attempts of the row. Every other allowance gets back one, for the right password. If the attempts are
 * not forgotten, at least this one is taken back.
 */
export const clearAttempts = (attempt: Marked, context: Context): ResultAsync<void, Unavailable> =>
  safeTry(async function* () {
    const { way } = attempt
    const { storage, ports } = context
    const made = yield* storage
      .atomically(({ attempts }) => clearRows(way, attempts))
      .orElse((failure) => takeBackLater(attempt, failure, context))
    const now = ports.sources.clock()
    for (const { kind, key, limit } of way)
      if ('most' in limit) {
        const drawn = kind === 'password-of-network' ? made : 1
        yield* storage.attempts.giveBack(kind, key, drawn, limit, now)
      }
    return ok()
  })

/** Answers how many attempts the network has made at this account. */
const clearRows = (way: Way, attempts: AttemptStore): ResultAsync<number, Unavailable> =>
  safeTry(async function* () {
    let ofNetwork = 1
    for (const { kind, key, limit } of way)
      if (!('most' in limit)) {
        const made = yield* attempts.clear(kind, key)
        if (kind === 'password') ofNetwork = made
      }
    return ok(ofNetwork)
  })
