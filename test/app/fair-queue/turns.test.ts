import { setImmediate as tick } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openTurns } from '../../../packages/app/src/fair-queue/turns.ts'

/** Writes down who has had a turn. */
const openWatched = (perRound: number) => {
  const turns = openTurns(perRound)
  const had: string[] = []
  const come = (name: string, lane: string): void => void turns.take({ lane }).then(() => had.push(name))
  return { had, come }
}

test('the first one in a round has a turn at once', async () => {
  const { had, come } = openWatched(2)
  come('one', 'lane')
  come('two', 'lane')
  await Promise.resolve()
  expect(had).toEqual(['one', 'two'])
})

test('so many have a turn in each round of the event loop, however many come', async () => {
  const { had, come } = openWatched(3)
  for (let index = 0; index < 300; index += 1) come(`${index}`, 'lane')
  const counts: number[] = []
  for (let round = 0; round < 10; round += 1) {
    await tick()
    counts.push(had.length)
  }
  for (const [round, count] of counts.entries()) {
    const before = counts[round - 1] ?? 0
    expect(count - before).toBeLessThanOrEqual(6)
  }
  while (had.length < 300) await tick()
  expect(had).toEqual(Array.from({ length: 300 }, (_, index) => `${index}`))
})

test('thousands of one network are before nobody of another', async () => {
  const { had, come } = openWatched(4)
  for (let index = 0; index < 5000; index += 1) come('flood', 'flood')
  come('owner', 'elsewhere')
  await tick()
  await tick()
  await tick()
  expect(had.indexOf('owner')).toBeGreaterThanOrEqual(0)
  expect(had.length).toBeLessThan(50)
})
