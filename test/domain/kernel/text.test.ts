import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseLine, parseText, utf8Length } from '../../../packages/domain/src/kernel/text.ts'
import { hostileTexts, soon, timed } from '../hostile-texts.ts'
import { issuesOf } from '../issues.ts'

describe('the size of a text', () => {
  it('is what UTF-8 makes of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8Length(text)).toBe(Buffer.byteLength(text))
      }),
    )
  })
})

describe('free text', () => {
  it('is kept as it is, over several lines', () => {
    const text = ' 北京朝阳区\r\n\t街道 \u{1f600} e\u0301 '
    expect(parseText(text, 100)._unsafeUnwrap()).toBe(text)
  })

  it('has at most its greatest length', () => {
    expect(parseText('x'.repeat(10), 10).isOk()).toBe(true)
    expect(parseText('x'.repeat(11), 10)._unsafeUnwrapErr()).toStrictEqual([
      { code: 'text.too_long', path: [], params: { max: 10 } },
    ])
  })

  it.each(['\u0000', '\u0008', '\u000b', '\u001b', '\u007f', '\u0080', '\u009b', '\u202e', '\u2066'])(
    'holds no %o',
    (character) => {
      expect(issuesOf(parseText(`a${character}b`, 10))).toStrictEqual(['text.control_character'])
      expect(issuesOf(parseLine(`a${character}b`, 10))).toStrictEqual(['text.control_character'])
    },
  )

  it('holds no half of a character', () => {
    for (const text of ['\ud800', 'a\udc00b', '\udc00\ud800'])
      expect(issuesOf(parseText(text, 10))).toStrictEqual(['text.not_well_formed'])
  })
})

describe('a line', () => {
  it.each(['\t', '\n', '\r', '\u0085', '\u2028', '\u2029'])('is not broken by %o', (character) => {
    expect(issuesOf(parseLine(`a${character}b`, 10))).toStrictEqual(['text.control_character'])
  })

  it('is judged at once, however long it is', () => {
    for (const text of hostileTexts)
      expect(timed(() => [parseText(text, 1e6), parseLine(text, 1e6)])).toBeLessThan(soon)
  })
})

describe('every text', () => {
  const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u
  const notInLine = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u
  const codeOf = (text: string, forbidden: RegExp): readonly string[] =>
    !text.isWellFormed() ? ['text.not_well_formed'] : forbidden.test(text) ? ['text.control_character'] : []

  it('of one unit is refused for what it holds', () => {
    for (let unit = 0; unit <= 0xffff; unit += 1) {
      const text = String.fromCharCode(unit)
      expect(issuesOf(parseText(text, 10))).toStrictEqual(codeOf(text, controls))
      expect(issuesOf(parseLine(text, 10))).toStrictEqual(codeOf(text, notInLine))
    }
  })

  it('is refused for the first thing that is wrong with it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (one, other) => {
        for (const text of [one, one + other, `${other}\ud83d`, `${one}\u0007`, `\u202e${other}`]) {
          expect(issuesOf(parseText(text, 10_000))).toStrictEqual(codeOf(text, controls))
          expect(issuesOf(parseLine(text, 10_000))).toStrictEqual(codeOf(text, notInLine))
        }
      }),
    )
  })
})
