import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startRacers } from './racers.ts'
import { temporaryDirectory, temporaryFile } from './temporary-file.ts'

const callers = 4
const oneAdded = ['added', ...Array.from({ length: 2 * callers - 1 }, () => 'keys-taken')]

test('two processes that open a new file at one moment: one makes it, and both use it', async () => {
  const directory = temporaryDirectory()
  const ask = await startRacers(2, callers)
  for (let round = 0; round < 30; round += 1)
    expect((await ask(`add ${join(directory, `${round}.db`)} key`)).toSorted()).toEqual(oneAdded)
})

test('two processes that reserve attempts on one key: as many are granted as are free, in every round', async () => {
  const file = temporaryFile()
  const ask = await startRacers(2, callers)
  let mostByFirst = 0
  for (let round = 0; round < 50; round += 1) {
    const answers = await ask(`reserve ${file} round-${round}`)
    expect(answers.toSorted()).toEqual([...Array(5).fill('granted'), ...Array(3).fill('refused')])
    if (!answers.slice(0, callers).includes('refused')) mostByFirst += 1
  }
  // Each was the first to come in some rounds: they did race.
  expect(mostByFirst).toBeGreaterThan(0)
  expect(mostByFirst).toBeLessThan(50)
})
