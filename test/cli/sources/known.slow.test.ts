import { describe, expect, test } from 'vitest'
import { exported, filesOf, knownOf, moveIn, verdictsOf, verdictsOn } from './moved.ts'

describe.each(exported)('the export of %s', (system) => {
  test('is moved by one command, and its known users sign in as before', { timeout: 60_000 }, async () => {
    const { place, ran } = await moveIn(system, filesOf(system))
    expect(ran).toMatchObject({ code: 0 })
    const known = knownOf(system)
    expect(await verdictsOn(place, known)).toEqual(verdictsOf(known))
  })
})
