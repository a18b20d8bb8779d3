import { parseRecoveryCode } from '@keepsake/domain/rules'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostileTexts, soon, timed } from '../../hostile-texts.ts'
import { issuesOf } from '../../issues.ts'

const read = (text: string): string => parseRecoveryCode(text)._unsafeUnwrap().reveal()

describe('a recovery code', () => {
  it.each([
    'b471-8ec0-874a-087f-bccb-cd54',
    'B471-8EC0-874A-087F-BCCB-CD54',
    'b4718ec0874a087fbccbcd54',
    ' b471 8ec0 874a\t087f bccb cd54\n',
    '--b4718ec0-874a087f--bccbcd54--',
    'b471\u20138ec0\u2014874a\u2212087f\uff0dbccb\u2011cd54',
    'ｂ４７１－８ｅｃ０－８７４ａ－０８７ｆ－ｂｃｃｂ－ｃｄ５４',
    '\u200bb4718ec0\u00ad874a087f\u202cbccbcd54\ufeff',
    'b471.8ec0.874a.087f.bccb.cd54',
    'b471ー8ec0～874a・087f•bccb·cd54',
    'b٤٧١-٨ec٠-٨٧٤a-٠٨٧f-bccb-cd٥٤',
  ])('is the contract’s example in the spelling %o', (text) => {
    expect(read(text)).toBe('b4718ec0874a087fbccbcd54')
  })

  it('is in canonical form once it has been brought there', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Za-z -]{8,60}$/u), (text) => {
        parseRecoveryCode(text).map((code) => {
          expect(code.reveal()).toMatch(/^[0-9a-z]{8,}$/u)
          expect(read(code.reveal())).toBe(code.reveal())
          expect(read(text.toUpperCase())).toBe(code.reveal())
        })
      }),
    )
  })

  it('has 8 to 128 letters and digits', () => {
    for (const length of [8, 128]) expect(read('a'.repeat(length))).toHaveLength(length)
    for (const length of [0, 1, 7, 129, 1_000_000])
      expect(issuesOf(parseRecoveryCode('a'.repeat(length)))).toStrictEqual(['otp.recovery_code_malformed'])
  })

  it.each([
    'b471_8ec0_874a',
    'b4718ec0,874a087f',
    'b4718ec0/874a087f',
    'b4718ec087é',
    'b4718\u0435c0874a',
    'b4718ec0874\u0000',
    '----------',
  ])('is not %o', (text) => {
    expect(issuesOf(parseRecoveryCode(text))).toStrictEqual(['otp.recovery_code_malformed'])
  })

  it('is judged at once, however long the text', () => {
    for (const text of hostileTexts) expect(timed(() => parseRecoveryCode(text))).toBeLessThan(soon)
  })
})
