import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { exported, filesOf, moveIn, outcomeOf } from './moved.ts'

describe.each(exported)('the export of %s', (system) => {
  test('has the users of its file of expectations after the move, and leaves behind what it says', async () => {
    const { place } = await moveIn(system, filesOf(system))
    const expected = join(import.meta.dirname, 'exports', system, 'expected.json')
    expect(await outcomeOf(place)).toEqual(JSON.parse(readFileSync(expected, 'utf8')))
  })
})
