import { inspect } from 'node:util'
import { normalised, type PlainPassword } from '@keepsake/domain'
import { parsePlainPassword, spellings } from '@keepsake/domain/rules'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { soon, timed } from '../hostile-texts.ts'
import { issuesOf } from '../issues.ts'

const plain = (text: string): PlainPassword => parsePlainPassword(text)._unsafeUnwrap()

describe('a password in clear', () => {
  it.each([' x ', '\u0000', 'a\u0000b', '\ufeffx', 'x\u200d', '\t\n', '密码', '\u{1f600}'])(
    'is taken as it is: every character of %o counts',
    (text) => {
      expect(plain(text).reveal()).toBe(text)
    },
  )

  it('is not empty', () => {
    expect(issuesOf(parsePlainPassword(''))).toStrictEqual(['password.empty'])
  })

  it('has at most 1,024 characters, of whatever size', () => {
    for (const character of ['x', 'é', '密', '\u{1f600}']) {
      for (const length of [64, 256, 1024])
        expect([...plain(character.repeat(length)).reveal()]).toHaveLength(length)
      expect(parsePlainPassword(character.repeat(1025))._unsafeUnwrapErr()).toStrictEqual([
        { code: 'password.too_long', path: [], params: { max: 1024 } },
      ])
    }
  })

  it('is text: half of a character would be hashed as another one', () => {
    for (const text of ['\ud800', 'abc\udc00', '\udc00\ud800', 'x'.repeat(1000) + '\ud83d'])
      expect(issuesOf(parsePlainPassword(text))).toStrictEqual(['password.not_text'])
  })

  it('is measured before it is read: what is too long is not even asked whether it is text', () => {
    expect(issuesOf(parsePlainPassword('\ud800'.repeat(4097)))).toStrictEqual(['password.too_long'])
    expect(issuesOf(parsePlainPassword('\ud800'.repeat(1025)))).toStrictEqual(['password.not_text'])
  })

  it('of ten megabytes is refused at once, even one that takes minutes to normalise', () => {
    for (const text of ['x'.repeat(10_000_000), `a${'\u0301\u0316'.repeat(5_000_000)}`])
      expect(timed(() => parsePlainPassword(text))).toBeLessThan(50)
  })

  it('can be normalised at once, even the worst that is accepted', () => {
    const worst = plain(`a${'\u0301\u0316'.repeat(511)}`)
    expect(timed(() => spellings(worst))).toBeLessThan(soon)
  })

  it('does not show', () => {
    const shown = [inspect(plain('canary'), { showHidden: true }), JSON.stringify({ p: plain('canary') })]
    for (const text of shown) expect(text).not.toContain('canary')
  })
})

describe('the spellings of a password', () => {
  it('are one for ASCII', () => {
    expect(spellings(plain('correct horse'))).toStrictEqual(['correct horse'])
  })

  it('start with the form that we hash, and hold the text as it was sent, in NFC and in NFD', () => {
    expect(normalised(plain('ｅ\u0301ﬁ'))).toBe('éfi')
    expect(spellings(plain('e\u0301ﬁ'))).toStrictEqual(['éfi', 'e\u0301ﬁ', 'éﬁ'])
    expect(spellings(plain('éﬁ'))).toStrictEqual(['éfi', 'éﬁ', 'e\u0301ﬁ'])
  })

  it('meet, where two keyboards spell one password', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 50 }), (text) => {
        const forms = (['NFC', 'NFD', 'NFKC', 'NFKD'] as const).map((form) => plain(text.normalize(form)))
        expect(new Set(forms.map(normalised)).size).toBe(1)
        for (const form of forms) {
          expect(spellings(form)[0]).toBe(normalised(form))
          expect(spellings(form)).toContain(form.reveal())
          expect(new Set(spellings(form)).size).toBe(spellings(form).length)
        }
      }),
    )
  })
})
