import type { AttemptKind, AttemptStore, Instant, Unavailable } from '@keepsake/domain'
import { errAsync, ok, okAsync, safeTry, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import type { Way, Ways } from './ways.ts'

/** What has refused an attempt, and when the attempt may be made. */
export type Refusal = { readonly by: AttemptKind; readonly retryAt: Instant }

/**
 * Counts an attempt by the first way that grants it. If all refuse, it answers the reason of the last one, and the earliest
 * time at which one of them would grant it. A refused attempt counts nowhere. So strangers who make the owner wait do not
 * make that wait longer.
 */
export const countByFirst = (
  [way, ...others]: Ways,
  now: Instant,
  context: Context,
): ResultAsync<{ readonly way: Way } | Refusal, Unavailable> =>
  context.storage
    .atomically(({ attempts }) => reserveAll(way, attempts, now))
    .map((): { readonly way: Way } | Refusal => ({ way }))
    .orElse((failure) => {
      if (!('by' in failure)) return errAsync(failure)
      const [next, ...rest] = others
      if (next === undefined) return okAsync(failure)
      return countByFirst([next, ...rest], now, context).map((counted) =>
        'way' in counted ? counted : { ...counted, retryAt: Math.min(failure.retryAt, counted.retryAt) },
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
 * Forgets the attempts in a row that led to a right password by this way, and gives back what they took from allowances. A
 * network gets back all attempts of the row. Every other allowance gets back one, for the right password.
 */
export const clearAttempts = (way: Way, { storage, ports }: Context): ResultAsync<void, Unavailable> =>
  safeTry(async function* () {
    const made = yield* storage.atomically(({ attempts }) => clearRows(way, attempts))
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
