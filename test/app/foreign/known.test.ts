import { describe, expect, test } from 'vitest'
import { moveIn, verdictsOf, verdictsOn } from './moved-in.ts'
import { samples } from './samples.ts'

describe.each(samples.filter(({ known }) => known.length > 0))('$source', (sample) => {
  test('signs its users in as before, with passwords, codes and recovery codes', async () => {
    const subject = await moveIn(sample)
    for (const known of sample.known)
      expect([known.login, ...(await verdictsOn(subject, known))]).toEqual([
        known.login,
        ...verdictsOf(known),
      ])
  })
})
