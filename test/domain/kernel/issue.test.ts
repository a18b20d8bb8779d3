import { formatPath, issue, under } from '@keepsake/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

describe('the path of an issue', () => {
  it('is written with dots, outermost first', () => {
    expect(formatPath(['list', 3, 'email'])).toBe('list.3.email')
    expect(formatPath([])).toBe('')
  })

  it('grows outwards, and the issue stays what it was', () => {
    const inner = issue('text.too_long', ['city'], { max: 128 })
    expect(under(['list', 0], [inner])).toStrictEqual([
      { code: 'text.too_long', path: ['list', 0, 'city'], params: { max: 128 } },
    ])
    expect(inner.path).toStrictEqual(['city'])
  })

  it('repeats at most 64 characters of a name that the caller chose', () => {
    expect(formatPath(['customData', 'x'.repeat(10_000_000)])).toBe(`customData.${'x'.repeat(64)}`)
  })

  it.each([
    ['a line break', 'a\r\nb', 'a\ufffd\ufffdb'],
    ['a terminal escape', '\u001b[31m', '\ufffd[31m'],
    ['a terminal escape in one character', '\u009b31m', '\ufffd31m'],
    ['a line separator', 'a\u2028b', 'a\ufffdb'],
    ['a turned direction', 'a\u202eb', 'a\ufffdb'],
    ['half a character', 'a\ud800b', 'a\ufffdb'],
    ['a character that the cut would halve', `${'x'.repeat(63)}\u{1f600}`, `${'x'.repeat(63)}\ufffd`],
  ])('shows %s as a replacement character', (_, name, shown) => {
    expect(formatPath([name])).toBe(shown)
  })

  it('is one well-formed line without control characters, whatever the names are', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(), fc.string({ unit: 'binary', maxLength: 100 }))), (path) => {
        const shown = formatPath(path)
        expect(shown.isWellFormed()).toBe(true)
        expect(shown).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u)
        expect(shown.length).toBeLessThanOrEqual(path.length * 65)
      }),
    )
  })
})
