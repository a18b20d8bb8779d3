import { clockSkewMs } from '@keepsake/domain'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openHorizon } from '../../../packages/adapters/src/storage/horizon.ts'
import { memoryStorage } from '../../../packages/adapters/src/storage/memory/memory-storage.ts'

const [minute, hour] = [60_000, 60 * 60_000]
const year = 365 * 24 * hour

/** A horizon over an even count of milliseconds that the test moves. */
const open = (): { readonly at: (elapsed: number, now: number) => number } => {
  let elapsed = 0
  const horizon = openHorizon(() => elapsed)
  return {
    at: (to, now) => {
      elapsed = to
      return horizon(now)
    },
  }
}

describe('up to when a store clears away', () => {
  test('is now, for a clock that runs evenly, and for the first call', () => {
    const { at } = open()
    for (const elapsed of [0, 5, minute, hour, year]) expect(at(elapsed, 1000 + elapsed)).toBe(1000 + elapsed)
  })

  test('is now, for a clock that is put forward or back by a little', () => {
    const { at } = open()
    at(0, year)
    expect(at(minute, year + 2 * minute)).toBe(year + 2 * minute)
    expect(at(2 * minute, year + 2 * minute)).toBe(year + 2 * minute)
  })

  test('is what it would be without the jump, for an hour after one', () => {
    const { at } = open()
    at(0, year)
    expect(at(minute, 2 * year)).toBe(year + minute)
    expect(at(minute + hour - 1, 2 * year + hour - 1)).toBe(year + minute + hour - 1)
    expect(at(minute + hour, 2 * year + hour)).toBe(2 * year + hour)
    expect(at(2 * hour, 2 * year + 2 * hour)).toBe(2 * year + 2 * hour)
  })

  test('is now again, for a clock that has gone back', () => {
    const { at } = open()
    at(0, year)
    at(minute, 2 * year)
    expect(at(2 * minute, year + 2 * minute)).toBe(year + 2 * minute)
    // The hour of the next jump begins with that jump.
    expect(at(2 * hour, 2 * year)).toBe(year + 2 * hour)
  })

  test('follows no clock that jumps again and again', () => {
    const { at } = open()
    at(0, year)
    for (let jump = 1; jump < 10; jump += 1)
      expect(at(jump * hour, year * (jump + 1))).toBe(year + jump * hour)
  })

  test('is never later than now, and never further than a jump that has lasted', () => {
    const moves = fc.array(
      fc.record({ by: fc.nat({ max: hour }), jump: fc.integer({ min: -year, max: year }) }),
    )
    fc.assert(
      fc.property(moves, (list) => {
        const { at } = open()
        let [elapsed, offset, lowest] = [0, year, year]
        at(0, year)
        for (const { by, jump } of list) {
          elapsed += by
          offset += jump
          lowest = Math.min(lowest, offset)
          const upTo = at(elapsed, elapsed + offset)
          expect(upTo).toBeLessThanOrEqual(elapsed + offset)
          expect(upTo).toBeGreaterThanOrEqual(elapsed + lowest - clockSkewMs)
        }
      }),
    )
  })

  test('moves on with the clock in a store, so that what is over goes', async () => {
    let elapsed = 0
    const pool = memoryStorage(openHorizon(() => elapsed)).inPool('pool' as never)
    await pool.singleUse.spend('request-nonce', 'key', 0, minute)
    elapsed = 2 * minute
    await pool.singleUse.spend('request-nonce', 'other', elapsed, elapsed + minute)
    // Gone for good: even a clock that goes back does not find it.
    expect((await pool.singleUse.spend('request-nonce', 'key', 0, minute))._unsafeUnwrap()).toBe('first')
  })
})
