import { setTimeout as pause } from 'node:timers/promises'
import type { Storage } from '@keepsake/domain'
import { interleaved, interleavedInside } from './interleaved.ts'

/** Where something else may come in between while a verb is asked. */
export type Moments = {
  /** A storage that lets it happen before a call; it is told how manieth call that is, from 0. */
  readonly between: (storage: Storage, before: (call: number) => Promise<unknown>) => Storage
  /** Every how manieth of these moments is tried. */
  readonly every: number
}

/** Before each call of the storage, a transaction being one call. */
export const betweenCalls: Moments = { between: interleaved, every: 1 }

/**
 * Before each verb, those inside of a transaction too. What has to wait for the transaction is not waited for. What does not
 * have to wait is over by then, except on a very busy machine.
 */
export const insideTransactions = (every: number): Moments => ({
  between: (storage, before) =>
    interleavedInside(storage, (call) => Promise.race([before(call), pause(patienceMs)])),
  every,
})

const patienceMs = 50

const dayMs = 24 * 60 * 60_000
let today = Date.UTC(2024, 10, 22)

/** Another day each time, so that no attempt of the last round counts. */
export const newDay = (): number => (today += dayMs)
