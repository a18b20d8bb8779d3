import { describe, expect, it } from 'vitest'
import { inSlices } from '../../../../packages/app/src/use-cases/shared/in-slices.ts'
import { valueOf } from '../../../builders/keepsake.ts'

const list = Array.from({ length: 1000 }, (_, index) => index)

describe('a long list', () => {
  it('is gone through in order, each element once', async () => {
    expect(await valueOf(inSlices(list, (element, index) => [element, index]))).toEqual(
      list.map((element) => [element, element]),
    )
    expect(await valueOf(inSlices([], () => 1))).toEqual([])
  })

  it('leaves the event loop to others in between', async () => {
    const seen = new Set<number>()
    let made = 0
    const look = (): void => {
      seen.add(made)
      if (made < list.length) setImmediate(look)
    }
    look()
    await valueOf(inSlices(list, () => (made += 1)))
    expect(seen.size).toBeGreaterThan(10)
  })

  it('rejects where making something of an element throws: that is a defect', async () => {
    const slices = inSlices(list, (element) => {
      if (element === 500) throw new RangeError('five hundred')
      return element
    })
    await expect(slices.unwrapOr([])).rejects.toThrow('five hundred')
  })
})
