import type { Backoff } from '@keepsake/domain'
import {
  never,
  openAt,
  codeHardStop,
  passwordBackoff,
  resetRequestBackoff,
  strangerBackoff,
  waitAfter,
} from '@keepsake/domain/rules'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000]

/** The waits after the first attempt, the second, and so on. */
const waits = (backoff: Backoff, attempts: number): readonly number[] =>
  Array.from({ length: attempts }, (_, index) => waitAfter(index + 1, backoff))

/** How many attempts are granted in the time after the first one to somebody who lets no moment pass. */
const grantedWithin = (backoff: Backoff, time: number): number => {
  let [attempts, at] = [1, 0]
  while ((at += waitAfter(attempts, backoff)) < time) attempts += 1
  return attempts
}

const zeros = (length: number): readonly number[] => Array.from({ length }, () => 0)

const ms = fc.integer({ min: 0, max: never })
const backoffs: fc.Arbitrary<Backoff> = fc.record({
  free: fc.integer({ min: 1, max: 100 }),
  firstWaitMs: ms,
  longestWaitMs: ms,
  forgetAfterMs: ms,
})
const attempts = fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1 }), fc.constant(Infinity))

describe('the wait after attempts in a row', () => {
  test('is none at first, then doubles up to the longest', () => {
    const backoff = { free: 3, firstWaitMs: 10, longestWaitMs: 70, forgetAfterMs: 1000 }
    expect(waits(backoff, 8)).toEqual([0, 0, 10, 20, 40, 70, 70, 70])
  })

  test('is no longer than it takes to forget them', () => {
    const backoff = { free: 1, firstWaitMs: 10, longestWaitMs: 70, forgetAfterMs: 35 }
    expect(waits(backoff, 4)).toEqual([10, 20, 35, 35])
  })

  test('is what whole numbers without a bound come to, however many they are', () => {
    fc.assert(
      fc.property(backoffs, fc.integer({ min: 1, max: 2000 }), (backoff, count) => {
        const doubled = BigInt(backoff.firstWaitMs) * 2n ** BigInt(Math.max(0, count - backoff.free))
        const cap = Math.min(backoff.longestWaitMs, backoff.forgetAfterMs)
        const expected = count < backoff.free ? 0 : doubled < BigInt(cap) ? Number(doubled) : cap
        expect(waitAfter(count, backoff)).toBe(expected)
      }),
    )
  })

  test('never shrinks from one attempt to the next', () => {
    fc.assert(
      fc.property(backoffs, attempts, (backoff, count) => {
        expect(waitAfter(count + 1, backoff)).toBeGreaterThanOrEqual(waitAfter(count, backoff))
      }),
    )
  })
})

describe('the moment from which the next attempt may be made', () => {
  test('lies in the past of every clock while attempts are free, and the wait ahead after them', () => {
    const backoff = { free: 2, firstWaitMs: 10, longestWaitMs: 70, forgetAfterMs: 1000 }
    expect([1, 2, 3].map((made) => openAt(made, backoff, 5000))).toEqual([0, 5010, 5020])
  })

  test('is an exact integer, whatever the wait', () => {
    const lastDay = Date.UTC(144_000, 0)
    fc.assert(
      fc.property(backoffs, attempts, fc.integer({ min: 0, max: lastDay }), (backoff, count, last) => {
        const moment = openAt(count, backoff, last)
        expect(Number.isSafeInteger(moment)).toBe(true)
        expect(BigInt(moment)).toBe(
          count < backoff.free ? 0n : BigInt(last) + BigInt(waitAfter(count, backoff)),
        )
      }),
    )
    expect(Number.isSafeInteger(lastDay + never)).toBe(true)
  })
})

describe('the backoffs of sign-in', () => {
  test('a password is slowed after five tries, from half a minute to an hour', () => {
    const minutes = [0.5, 1, 2, 4, 8, 16, 32, 60, 60].map((each) => each * minute)
    expect(waits(passwordBackoff, 13)).toEqual([...zeros(4), ...minutes])
    expect(grantedWithin(passwordBackoff, day)).toBe(34)
    expect(passwordBackoff.forgetAfterMs).toBe(day)
  })

  test('strangers get a hundred tries in a row, then one a minute, and are never shut out', () => {
    expect(waits(strangerBackoff, 103)).toEqual([...zeros(99), 30 * second, minute, minute, minute])
    expect(grantedWithin(strangerBackoff, day)).toBeLessThan(1600)
    expect(waitAfter(1e9, strangerBackoff)).toBe(minute)
    expect(strangerBackoff.forgetAfterMs).toBe(day)
  })

  test('codes stop for ever after ten, and are never forgotten', () => {
    expect(waits(codeHardStop, 11)).toEqual([...zeros(9), never, never])
    expect(codeHardStop.forgetAfterMs).toBe(never)
  })

  test('requests to reset a password are slowed after three, to one an hour', () => {
    const hours = [0.25, 0.5, 1, 1, 1].map((each) => each * hour)
    expect(waits(resetRequestBackoff, 7)).toEqual([...zeros(2), ...hours])
    expect(grantedWithin(resetRequestBackoff, day)).toBeLessThan(30)
    expect(resetRequestBackoff.forgetAfterMs).toBe(day)
  })
})
