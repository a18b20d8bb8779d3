import { folded } from '@keepsake/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import casefold from '../../vectors/case/casefold.json' with { type: 'json' }

/** Every character that Unicode has assigned. */
const everyCharacter = Array.from({ length: 0x110000 }, (_, point) => String.fromCodePoint(point)).filter(
  (each) => /[^\p{Cn}\p{Cs}\p{Co}]/u.test(each),
)

describe('a folded text', () => {
  it('is the same for every case, width and spelling', () => {
    for (const [one, other] of [
      ['Password', 'PASSWORD'],
      ['ｐａｓｓ', 'pass'],
      ['é', 'E\u0301'],
      ['Straße', 'STRASSE'],
      ['STRAẞE', 'strasse'],
      ['ΟΔΟΣ', 'οδος'],
      ['ﬁn', 'FIN'],
      ['ISPARTA', 'ısparta'],
      ['İSTANBUL', 'istanbul'],
      ['I\u0307\u0301', 'í'],
    ] as const)
      expect(folded(one)).toBe(folded(other))
  })

  it('is the same within another as by itself', () => {
    expect(folded('ΟΔΟΣΑ')).toBe(folded('ΟΔΟΣ') + folded('Α'))
  })

  it('keeps texts apart that are not the same', () => {
    for (const [one, other] of [
      ['e', 'é'],
      ['a ', 'a'],
      ['a\u200d', 'a'],
      ['а', 'a'],
    ] as const)
      expect(folded(one)).not.toBe(folded(other))
  })

  it('is the same as that of what Unicode folds it to', () => {
    expect(casefold.pairs.length).toBeGreaterThan(1400)
    expect(casefold.pairs.filter(([each = '', to = '']) => folded(each) !== folded(to))).toStrictEqual([])
  })

  it('stays as it is when it is folded again', () => {
    expect(everyCharacter.filter((each) => folded(folded(each)) !== folded(each))).toStrictEqual([])
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 64 }), (text) => {
        expect(folded(folded(text))).toBe(folded(text))
      }),
      { numRuns: 2000 },
    )
  })

  it('is the same for both cases of every letter', () => {
    expect(everyCharacter.length).toBeGreaterThan(150_000)
    expect(
      everyCharacter.filter(
        (each) => folded(each.toUpperCase()) !== folded(each) || folded(each.toLowerCase()) !== folded(each),
      ),
    ).toStrictEqual([])
  })
})
