import { setImmediate as tick } from 'node:timers/promises'
import { unavailable, type Unavailable } from '@keepsake/domain'
import { err, errAsync, ok, ResultAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { eachRow } from '../../../../packages/app/src/use-cases/shared/each-row.ts'
import { valueOf } from '../../../builders/keepsake.ts'

const list = Array.from({ length: 1000 }, (_, index) => index)

describe('a long list', () => {
  it('is gone through in order, each element once', async () => {
    expect(await valueOf(eachRow(list, (element, index) => [element, index]))).toEqual(
      list.map((element) => [element, element]),
    )
    expect(await valueOf(eachRow([], () => 1))).toEqual([])
  })

  it('leaves the event loop to others in between', async () => {
    const seen = new Set<number>()
    let made = 0
    const look = (): void => {
      seen.add(made)
      if (made < list.length) setImmediate(look)
    }
    look()
    await valueOf(eachRow(list, () => (made += 1)))
    expect(seen.size).toBeGreaterThan(10)
  })

  it('may be answered at once for some elements and later for others, and the answers keep their order', async () => {
    const later = (element: number): ResultAsync<number, Unavailable> =>
      ResultAsync.fromSafePromise(tick().then(() => element * 2))
    expect(await valueOf(eachRow(list, (row) => (row % 3 === 0 ? later(row) : row * 2)))).toEqual(
      list.map((row) => row * 2),
    )
  })

  it('has the failure of a step that fails later', async () => {
    const why = unavailable('storage', 'gone')
    const failing = eachRow<number, number>(list, (row) => (row === 700 ? errAsync(why) : row))
    expect(await failing).toEqual(err(why))
  })

  it('has results of rules as answers, not as failures', async () => {
    const refused = err('refused')
    expect(await valueOf(eachRow([1, 2], (row) => (row === 1 ? refused : ok(row))))).toEqual([refused, ok(2)])
  })

  it('rejects where making something of an element throws: that is a defect', async () => {
    const slices = eachRow(list, (element) => {
      if (element === 500) throw new RangeError('five hundred')
      return element
    })
    await expect(slices.unwrapOr([])).rejects.toThrow('five hundred')
  })
})
