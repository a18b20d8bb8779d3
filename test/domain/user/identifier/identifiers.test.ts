import { parseEmail } from '@keepsake/domain'
import { parseCountryCode, parseExternalId, parsePhone, parseUsername } from '@keepsake/domain/rules'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { phones } from '../../../builders/phones.ts'
import { hostileTexts, soon, timed } from '../../hostile-texts.ts'
import { issuesOf } from '../../issues.ts'

describe('a country code', () => {
  it('is a plus sign and one to four digits; the sign may be missing', () => {
    expect(parseCountryCode('+86')._unsafeUnwrap()).toBe('+86')
    expect(parseCountryCode('86')._unsafeUnwrap()).toBe('+86')
    expect(parseCountryCode('1')._unsafeUnwrap()).toBe('+1')
    expect(parseCountryCode('\u202a＋\u200e86\n')._unsafeUnwrap()).toBe('+86')
  })

  it.each(['', '+', '0', '+086', '0086', '+12345', '+8 6', 'CN', '++86', '+٨٦'])('is not %o', (text) => {
    expect(issuesOf(parseCountryCode(text))).toStrictEqual(['user.phone_country_code_malformed'])
  })
})

describe('a phone number', () => {
  const parse = (text: string, code = '+86') => parsePhone(text, code, phones)

  it.each([
    '18812348888',
    '188 1234 8888',
    '188-1234-8888',
    '+8618812348888',
    '+86 188-1234-8888',
    ' 18812348888\u3000',
    '１８８１２３４８８８８',
    '＋８６１８８１２３４８８８８',
    '①⑧⑧①②③④⑧⑧⑧⑧',
    '188\u20031234\u20038888',
    '\u202d+86 188 1234 8888\u202c',
    '+\u200e8618812348888',
    '\u200e+\u00ad86 188\u200b1234\ufe0f8888',
    '\t18812348888\r\n',
    '\ufeff188\u20111234\u20118888',
    'tel:+86-188-1234-8888',
    'TEL:+8618812348888',
    '(+86) 188 1234 8888',
    '（＋８６）18812348888',
    '+८६ १८८१२३४८८८८',
    '১৮৮১২৩৪৮৮৮৮',
    '188ー1234ー8888',
  ])('is the same in the spelling %o', (text) => {
    expect(parse(text)._unsafeUnwrap()).toStrictEqual({
      countryCode: '+86',
      national: '18812348888',
      e164: '+8618812348888',
    })
  })

  it('is read in its own plan where it names one', () => {
    expect(parse('+1 415 555 0100')._unsafeUnwrap().e164).toBe('+14155550100')
    expect(parse('415-555-0100', '+1')._unsafeUnwrap().e164).toBe('+14155550100')
    expect(parse('415-555-0100').isErr()).toBe(true)
  })

  it.each([
    '',
    '188xxxx8888',
    '1881234888',
    '+44 20 7946 0958',
    '188 1234 8888'.padEnd(33, ' 8'),
    '18812348888\u0000',
    'tel:18812348888',
    'tel:+8618812348888;ext=5',
    'sms:+8618812348888',
    '+8618812348888 ext. 5',
    '+8618812348888x5',
    '++8618812348888',
    '(+86)+8618812348888',
    '18812348888,18812348889',
    '1.8812348888E10',
  ])('is not %o', (text) => {
    expect(issuesOf(parse(text))).toStrictEqual(['user.phone_malformed'])
  })
})

describe('a username', () => {
  it('is compared in NFKC, and shown as it was written', () => {
    expect(parseUsername('ｂｏｂ')._unsafeUnwrap()).toStrictEqual({ text: 'ｂｏｂ', canonical: 'bob' })
    expect(parseUsername(' e\u0301va\u00a0')._unsafeUnwrap()).toStrictEqual({ text: 'éva', canonical: 'éva' })
  })

  it('keeps its case, and letters of another script apart', () => {
    const canonical = (text: string) => parseUsername(text)._unsafeUnwrap().canonical
    expect(new Set(['bob', 'Bob', 'BOB', 'боб', 'büb', '张三'].map(canonical)).size).toBe(6)
    expect(canonical('\u212a')).toBe('K')
  })

  it.each(['', ' ', '\u3000\u00a0', '\u3164', '\u200e'])('is not %o', (text) => {
    expect(issuesOf(parseUsername(text))).toStrictEqual(['user.username_malformed'])
  })

  it.each(['bo\u0000b', 'bob\u0000', 'bo\nb', '\u001b[31mbob', 'bo\u202eb'])(
    'has no control character, as in %o',
    (text) => {
      expect(issuesOf(parseUsername(text))).toStrictEqual(['text.control_character'])
    },
  )

  it('keeps joiners and variation selectors, which tell no two names apart', () => {
    expect(parseUsername('❤\ufe0f bob')._unsafeUnwrap()).toStrictEqual({
      text: '❤\ufe0f bob',
      canonical: '❤ bob',
    })
    expect(parseUsername('نامه\u200cای')._unsafeUnwrap().canonical).toBe('نامهای')
    expect(parseUsername('👩\u200d💻')._unsafeUnwrap().canonical).toBe('👩💻')
    expect(issuesOf(parseUsername('\u200d'))).toStrictEqual(['user.username_malformed'])
  })

  it.each([
    'bob\n',
    '\tbob\r\n',
    '\u202ebob\u202c',
    '\u2066bob\u2069',
    '\u200bbob\ufeff',
    'bob\u00ad',
    '\ufe0fbob\ufe0f',
    'bob\u{e0041}',
    'bob\u3164',
  ])('is bob where unseen marks stand around it: %o', (text) => {
    expect(parseUsername(text)._unsafeUnwrap()).toStrictEqual({ text: 'bob', canonical: 'bob' })
  })

  it.each(['bo\u200bb', 'bo\u00adb', 'b\u3164ob', 'bo\u{e0041}b', 'bo\u034fb', 'bo\u2800b', 'bo\ufffcb'])(
    'has nothing that cannot be seen, as in %o',
    (text) => {
      expect(issuesOf(parseUsername(text))).toStrictEqual(['text.control_character'])
    },
  )

  it.each([
    'b\u043eb',
    '\u0430dmin',
    'adm\u0456n',
    'root\u0410',
    'T\u043eм',
    'Xирург',
    '\u0440\u0430\u0443\u0440\u0430l',
    'p\u03bfpular',
    '\u0392ob',
    'bob_\u043ebob',
  ])('has no word that passes for one of another script: %o', (text) => {
    expect(issuesOf(parseUsername(text))).toStrictEqual(['user.username_mixes_scripts'])
  })

  it.each([
    'Боб',
    'ЯндексPro',
    'DJвася',
    'bob_Боб',
    'X-Хирург',
    'Τωνy',
    '张三bob',
    'ユーザーbob',
    '철수kim',
    'büb',
    'μTorrent',
  ])('may be in any script, or in several that nobody mixes up: %o', (text) => {
    expect(parseUsername(text).isOk()).toBe(true)
  })

  it('has no half of a character', () => {
    expect(issuesOf(parseUsername('bob\ud800'))).toStrictEqual(['text.not_well_formed'])
  })

  it('has at most 256 units, in either form', () => {
    expect(parseUsername('x'.repeat(256)).isOk()).toBe(true)
    expect(issuesOf(parseUsername('x'.repeat(257)))).toStrictEqual(['text.too_long'])
    // One letter of Arabic that stands for eighteen.
    expect(issuesOf(parseUsername('\ufdfa'.repeat(15)))).toStrictEqual(['user.username_malformed'])
  })

  it('is in canonical form once it has been brought there', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        parseUsername(text).map(({ canonical, text: shown }) => {
          expect(parseUsername(canonical)._unsafeUnwrap().canonical).toBe(canonical)
          expect(parseUsername(shown)._unsafeUnwrap()).toStrictEqual({ text: shown, canonical })
        })
      }),
      { numRuns: 2000, examples: [['\u00a8bob'], ['\u2000bob'], ['J\u030c']] },
    )
  })
})

describe('an external id', () => {
  it('is exact text', () => {
    for (const text of [' 10010', '10010', 'ａ', 'e\u0301', 'é', 'A', 'a\u200bb'])
      expect(parseExternalId(text)._unsafeUnwrap()).toBe(text)
  })

  it('is neither empty nor broken nor endless', () => {
    expect(issuesOf(parseExternalId(''))).toStrictEqual(['user.external_id_empty'])
    expect(issuesOf(parseExternalId('a\u0000'))).toStrictEqual(['text.control_character'])
    expect(issuesOf(parseExternalId('\udc00'))).toStrictEqual(['text.not_well_formed'])
    expect(issuesOf(parseExternalId('x'.repeat(257)))).toStrictEqual(['text.too_long'])
  })
})

describe('identifiers of any length', () => {
  it('are judged at once', () => {
    const parsers = [
      parseEmail,
      parseUsername,
      parseExternalId,
      parseCountryCode,
      (text: string) => parsePhone(text, '+86', phones),
    ]
    for (const text of hostileTexts)
      for (const parse of parsers) expect(timed(() => parse(text))).toBeLessThan(soon)
  })
})
