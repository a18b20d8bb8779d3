import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lostOf, readAll, type Sample } from './moved-in.ts'
import { samples } from './samples.ts'

/** What the users of a sample are here: their rows without the hashes, the facts, and what is lost and why. */
const outcomeOf = (sample: Sample): unknown =>
  readAll(sample).map((user) => {
    const { password, passwordSalt: _salt, passwordParameters: _parameters, ...row } = user.row
    const { lost: _lost, ...facts } = user.facts
    return JSON.parse(
      JSON.stringify({ row: { ...row, hasPassword: password !== undefined }, facts, lost: lostOf(user) }),
    ) as unknown
  })

describe.each(samples)('$source', (sample) => {
  test('makes of each record what the file of expectations says', () => {
    const file = join(import.meta.dirname, sample.source, `${sample.source}.expected.json`)
    expect(outcomeOf(sample)).toEqual(JSON.parse(readFileSync(file, 'utf8')))
  })
})
