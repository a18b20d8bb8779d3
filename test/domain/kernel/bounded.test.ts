import { describe, expect, test } from 'vitest'
import { splitWithin, within } from '@keepsake/domain'

describe('a text within bounds', () => {
  test('is the text itself up to its last character, and nothing beyond', () => {
    expect(within('', 0)).toBe('')
    expect(within('abc', 3)).toBe('abc')
    expect(within('abcd', 3)).toBeUndefined()
  })

  test.each<readonly [string, readonly string[] | undefined]>([
    ['', ['']],
    ['a.b.c', ['a', 'b', 'c']],
    ['..', ['', '', '']],
    ['...', undefined],
    ['a.b.c.d', undefined],
    ['12345678', ['12345678']],
    ['123456789', undefined],
  ])('%j has the parts %j within eight characters and three parts', (text, parts) => {
    expect(splitWithin(text, '.', { length: 8, parts: 3 })).toStrictEqual(parts)
  })
})
