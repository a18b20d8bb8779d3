import {
  goodForMs,
  goodUntil,
  isTokenInForce,
  tokensGoodForMs,
  type TokenField,
} from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'

const now = 1_700_000_000_000

describe.each(Object.keys(goodForMs) as TokenField[])('a token of the field %s', (field) => {
  it('is good for its time, and never longer than the longest', () => {
    const until = goodUntil(field, now)
    expect(isTokenInForce(field, until, now)).toBe(true)
    expect(isTokenInForce(field, until, until - 1)).toBe(true)
    expect(isTokenInForce(field, until, until)).toBe(false)
    expect(until - now).toBeLessThanOrEqual(tokensGoodForMs)
  })
})
