import assert from 'node:assert/strict'
import type { Allowance, AttemptKind, Backoff, Instant, Reservation, Stores } from '@keepsake/domain'
import { valueOf } from './case.ts'

/** Five at once, then waits of 1 s, 2 s, 4 s, 8 s and then always 10 s; forgotten after a minute. */
export const backoff: Backoff = { free: 5, firstWaitMs: 1000, longestWaitMs: 10_000, forgetAfterMs: 60_000 }

/** The answer to an attempt that may be made. */
export const granted: Reservation = { granted: true }

/** The answer to a refused attempt. */
export const refusedUntil = (retryAt: Instant): Reservation => ({ granted: false, retryAt })

/** Which attempt it is, if it is not the usual one. */
type On = { readonly kind?: AttemptKind; readonly key?: string; readonly by?: Backoff | Allowance }

/** Asks for one attempt: of a password, on one key, unless something else is given. */
export const reserve = (
  { attempts }: Stores,
  at: Instant,
  { kind = 'password', key = 'key', by = backoff }: On = {},
): Promise<Reservation> => valueOf(attempts.reserve(kind, key, by, at))

/** Makes this many attempts at the same time; each must be granted. */
export const make = async (stores: Stores, times: number, at: Instant, on: On = {}): Promise<void> => {
  for (let attempt = 0; attempt < times; attempt += 1)
    assert.deepEqual(await reserve(stores, at, on), granted)
}

/** Makes all free attempts, and checks that the next one is refused. */
export const useUp = async (stores: Stores, at: Instant, on: On = {}): Promise<void> => {
  await make(stores, backoff.free, at, on)
  assert.deepEqual(await reserve(stores, at, on), refusedUntil(at + 1000))
}
