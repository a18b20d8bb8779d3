import { cutPage, parseLimit, parseSkip } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { issuesOf } from '../../issues.ts'

describe('a page of a list', () => {
  it('has 50 users, or 1 to 1,000', () => {
    expect(parseLimit(undefined)._unsafeUnwrap()).toBe(50)
    expect([1, 50, 1000].map((limit) => parseLimit(limit)._unsafeUnwrap())).toStrictEqual([1, 50, 1000])
    for (const limit of [0, -1, 1001, 1.5, Number.NaN, Infinity])
      expect(issuesOf(parseLimit(limit))).toStrictEqual(['limit user.limit_out_of_range'])
  })

  it('may skip users', () => {
    expect(parseSkip(undefined)._unsafeUnwrap()).toBe(0)
    expect(parseSkip(5000)._unsafeUnwrap()).toBe(5000)
    for (const skip of [-1, 0.5, Number.NaN, Number.MAX_SAFE_INTEGER + 1])
      expect(issuesOf(parseSkip(skip))).toStrictEqual(['skip user.limit_out_of_range'])
  })

  it('names its last element if and only if another page comes', () => {
    expect(cutPage([1, 2, 3], 2)).toStrictEqual({ page: [1, 2], last: 2 })
    expect(cutPage([1, 2], 2)).toStrictEqual({ page: [1, 2], last: undefined })
    expect(cutPage([], 2)).toStrictEqual({ page: [], last: undefined })
  })
})
