import { describe, expect, test } from 'vitest'
import { workplace } from '../keepsake.ts'
import { exported, filesOf, knownOf, moveIn, usersOf, verdictsOf, verdictsOn } from './moved.ts'

/** A pool that knows none of the departments that an export may name. */
const config = { departments: [{ departmentId: 'elsewhere' }] }

describe.each(exported)('the export of %s', (system) => {
  test('gives the same users by a plan and its run as by an import', { timeout: 60_000 }, async () => {
    const imported = await moveIn(system, filesOf(system), [], config)
    const place = workplace(config)
    const plan = ['move', 'plan', '--source', 'old', '--from', system, '--drop', 'all', ...filesOf(system)]
    expect(await place.run(plan)).toMatchObject({ code: 3 })
    expect(await place.run(['move', 'run', 'm1', '--yes'])).toMatchObject({ code: 0 })
    expect(await usersOf(place)).toEqual(await usersOf(imported.place))
    const known = knownOf(system)
    expect(await verdictsOn(place, known)).toEqual(verdictsOf(known))
    expect(await place.run(plan)).toMatchObject({ code: 0 })
  })
})
