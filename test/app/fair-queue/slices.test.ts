import { setImmediate as tick } from 'node:timers/promises'
import { okAsync, type ResultAsync } from 'neverthrow'
import { expect, test } from 'vitest'
import { openFairQueue } from '../../../packages/app/src/fair-queue/fair-queue.ts'
import { openSlices } from '../../../packages/app/src/fair-queue/slices.ts'

test('a slice ends, and the next one is told of once the event loop has seen to all else', async () => {
  const told: number[] = []
  const { isOpen } = openSlices(0, () => told.push(told.length))
  expect([isOpen(), isOpen(), told.length]).toEqual([false, false, 0])
  await tick()
  expect(told).toEqual([0])
  await tick()
  expect(told).toEqual([0])
})

/** Keeps the event loop busy, as a query of SQLite does. */
const busyFor = (ms: number): void => {
  for (const until = performance.now() + ms; performance.now() < until;);
}

test('work that never waits for anything leaves the event loop to others between', async () => {
  const queue = openFairQueue({ part: 'storage', atOnce: 16, sliceMs: 5 })
  const done: number[] = []
  const work = (): ResultAsync<number, never> => {
    busyFor(1)
    return okAsync(done.push(1))
  }
  const all = Array.from({ length: 200 }, () => queue.enter({ lane: 'flood', isKnown: false }, work))
  const owner = queue.enter({ lane: 'elsewhere', isKnown: false }, () => okAsync(done.length))
  let turns = 0
  for (; done.length < 200; turns += 1) await tick()
  expect(turns).toBeGreaterThan(4)
  // Served among the first, though it came last.
  expect((await owner)._unsafeUnwrap()).toBeLessThan(100)
  expect((await Promise.all(all)).every((each) => each.isOk())).toBe(true)
})
