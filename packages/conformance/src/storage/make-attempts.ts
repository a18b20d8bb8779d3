import assert from 'node:assert/strict'
import type { Allowance, AttemptKind, Backoff, Instant, Reservation, Stores } from '@keepsake/domain'
import { valueOf } from './case.ts'

/** Five, then 1 s, 2 s, 4 s, 8 s and 10 s for ever after; forgotten after a minute. */
export const backoff: Backoff = { free: 5, firstWaitMs: 1000, longestWaitMs: 10_000, forgetAfterMs: 60_000 }

/** What an attempt that may be made is told. */
export const granted: Reservation = { granted: true }

/** What a refused attempt is told. */
export const refusedUntil = (retryAt: Instant): Reservation => ({ granted: false, retryAt })

/** Which attempt, where it is another than the usual one. */
type On = { readonly kind?: AttemptKind; readonly key?: string; readonly by?: Backoff | Allowance }

/** Asks for one attempt: of a password, on one key, where nothing else is said. */
export const reserve = (
  { attempts }: Stores,
  at: Instant,
  { kind = 'password', key = 'key', by = backoff }: On = {},
): Promise<Reservation> => valueOf(attempts.reserve(kind, key, by, at))

/** Makes as many attempts at one moment; each must be granted. */
export const make = async (stores: Stores, times: number, at: Instant, on: On = {}): Promise<void> => {
  for (let attempt = 0; attempt < times; attempt += 1)
    assert.deepEqual(await reserve(stores, at, on), granted)
}

/** Makes all free attempts, and sees the next one refused. */
export const useUp = async (stores: Stores, at: Instant, on: On = {}): Promise<void> => {
  await make(stores, backoff.free, at, on)
  assert.deepEqual(await reserve(stores, at, on), refusedUntil(at + 1000))
}
