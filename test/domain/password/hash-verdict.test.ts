import type { HashVerdict } from '@keepsake/domain'
import { isRight } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'

const verdicts: Record<HashVerdict, boolean> = {
  right: true,
  outdated: true,
  wrong: false,
  'not-mine': false,
}

describe('a text that was checked against a hash', () => {
  it.each(Object.entries(verdicts))('of which the verdict is %s is the right one: %s', (verdict, right) => {
    expect(isRight(verdict as HashVerdict)).toBe(right)
  })
})
