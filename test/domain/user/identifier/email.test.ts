import { parseEmail } from '@keepsake/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { issuesOf } from '../../issues.ts'

const canonical = (text: string): string => parseEmail(text)._unsafeUnwrap().canonical

describe('an email address', () => {
  it.each([
    ['Bob@Example.COM', 'bob@example.com'],
    [' bob@example.com\t', 'bob@example.com'],
    ['ｂｏｂ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'bob@example.com'],
    ['Bob+tag@example.com', 'bob+tag@example.com'],
    ["o'neil!#$%&*/=?^_`{|}~-@example.com", "o'neil!#$%&*/=?^_`{|}~-@example.com"],
    ['用户@例え.テスト', '用户@xn--r8jz45g.xn--zckzah'],
    ['bob@BÜCHER.example', 'bob@xn--bcher-kva.example'],
    ['bob@bu\u0308cher.example', 'bob@xn--bcher-kva.example'],
    ['bob@XN--BCHER-KVA.example', 'bob@xn--bcher-kva.example'],
    ['e\u0301va@example.com', 'éva@example.com'],
    ['\u200e\u202abob@example.com\u202c\ufeff', 'bob@example.com'],
    ['\u00adbob@example.com\ufe0f\r\n', 'bob@example.com'],
    ['bob@example。com', 'bob@example.com'],
    ['bob@ｅｘａｍｐｌｅ｡ｃｏｍ', 'bob@example.com'],
    ['用户@例え。テスト', '用户@xn--r8jz45g.xn--zckzah'],
    ['"Bob"@example.com', 'bob@example.com'],
    ['"taro..k"@docomo.ne.jp', 'taro..k@docomo.ne.jp'],
    ['"taro."@docomo.ne.jp', 'taro.@docomo.ne.jp'],
    ['"t\\aro..k"@docomo.ne.jp', 'taro..k@docomo.ne.jp'],
    ['bob@xn--fiqs8s.com', 'bob@xn--fiqs8s.com'],
    ['bob@3com.example', 'bob@3com.example'],
    ['bob@example.x1', 'bob@example.x1'],
  ])('%o is compared as %o', (text, expected) => {
    expect(canonical(text)).toBe(expected)
  })

  it.each([
    ['the Kelvin sign is a k', '\u212aim@example.com', 'kim@example.com'],
    ['a long s is an s', 'jo\u017fe@example.com', 'jose@example.com'],
    ['a ligature is its letters', '\ufb01n@example.com', 'fin@example.com'],
    ['İ is i with its dot, not i', '\u0130da@example.com', 'i\u0307da@example.com'],
    ['ı is no i', 'm\u0131ke@example.com', 'm\u0131ke@example.com'],
    ['ß is not ss, and its capital is ß', 'stra\u1e9ee@example.com', 'straße@example.com'],
    ['a domain with ß is its own', 'bob@straße.de', 'bob@xn--strae-oqa.de'],
    ['J with a caron is one letter in lower case', 'J\u030c@example.com', '\u01f0@example.com'],
    ['a Cyrillic о is no o', 'b\u043eb@example.com', 'b\u043eb@example.com'],
  ])('%s', (_, text, expected) => {
    expect(canonical(text)).toBe(expected)
  })

  it('is sent to in its owner’s case and script, in characters that mail servers take', () => {
    expect(parseEmail(' Bob@BÜCHER.example ')._unsafeUnwrap().address).toBe('Bob@BÜCHER.example')
    expect(parseEmail('Ｂob＠Example．com')._unsafeUnwrap().address).toBe('Bob@Example.com')
  })

  it.each([
    '',
    ' ',
    'bob',
    '@example.com',
    'bob@',
    'bob@localhost',
    'test1@qqq',
    'bob@@example.com',
    'a@b@example.com',
    'bob@example..com',
    'bob@.example.com',
    'bob@example.com.',
    'bob@-example.com',
    'bob@example-.com',
    'bob@exa_mple.com',
    'bob@[127.0.0.1]',
    'bob@ex℀mple.com',
    'bob@xn--bücher.example',
    'bob@xn--a.com',
    'bob@xn--0.com',
    'bob@xn---.com',
    'bob@xn--zzzzzz.com',
    'bob@mail.xn--ab.example',
    'a@example.123',
    'a@1.2.3.4',
    'a@example.0x1f',
    'a@example.１２３',
    '"bob smith"@example.com',
    '"bob@home"@example.com',
    '""@example.com',
    '"bob@example.com',
    '"bo"b"@example.com',
    'bob smith@example.com',
    'Bob <bob@example.com>',
    'bob(comment)@example.com',
    'bob@example.com,eve@example.com',
    'bob@example.com\r\nBcc: eve@example.com',
    'bob\r\n@example.com',
    'bob@exam\nple.com',
    'bo\u0000b@example.com',
    'bo\u200bb@example.com',
    'bo\u202eb@example.com',
    'bo\u3164b@example.com',
    'bo\u034fb@example.com',
    'bo\ufe0fb@example.com',
    'bo\u{e0062}b@example.com',
    'bo\u00adb@example.com',
    'bob@exam\u034fple.com',
    'bob@exam\u200bple.com',
    'bob@exam\ufe00ple.com',
    'mailto:bob@example.com',
    '<bob@example.com>',
    'bob@example.com (Bob)',
    'bob@😀.ws',
    'bob\ud800@example.com',
    'bob@exa\udc00mple.com',
  ])('is not %o', (text) => {
    expect(issuesOf(parseEmail(text))).toStrictEqual(['user.email_malformed'])
  })

  it.each(['.bob@example.com', 'bob.@example.com', 'b..ob@example.com', 'bo…b@example.com'])(
    'with dots that need quotes is taken where the pool allows it: %o',
    (text) => {
      expect(issuesOf(parseEmail(text))).toStrictEqual(['user.email_dots_irregular'])
      const email = parseEmail(text, { irregularDots: true })._unsafeUnwrap()
      const [local = '', domain = ''] = email.address.split('@')
      expect(parseEmail(`"${local}"@${domain}`)._unsafeUnwrap().canonical).toBe(email.canonical)
    },
  )

  it('has at most 64 octets before the sign, 63 in a label, 254 in all', () => {
    expect(parseEmail(`${'a'.repeat(64)}@example.com`).isOk()).toBe(true)
    expect(parseEmail(`${'a'.repeat(65)}@example.com`).isErr()).toBe(true)
    expect(parseEmail(`${'张'.repeat(21)}@example.com`).isOk()).toBe(true)
    expect(parseEmail(`${'张'.repeat(22)}@example.com`).isErr()).toBe(true)
    expect(parseEmail(`a@${'b'.repeat(63)}.com`).isOk()).toBe(true)
    expect(parseEmail(`a@${'b'.repeat(64)}.com`).isErr()).toBe(true)
    expect(parseEmail(`a@${'张'.repeat(60)}.com`).isErr()).toBe(true)
    const domain = `${'b'.repeat(62)}.${'c'.repeat(62)}.${'d'.repeat(62)}.com`
    expect(parseEmail(`${'a'.repeat(61)}@${domain}`)._unsafeUnwrap().canonical).toHaveLength(254)
    expect(parseEmail(`${'a'.repeat(62)}@${domain}`).isErr()).toBe(true)
  })

  const letters = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        'a',
        'B',
        '.',
        '-',
        'İ',
        'ß',
        'ẞ',
        'ſ',
        '\u212a',
        'Σ',
        'ς',
        'J',
        'T',
        'ǰ',
        'ﬁ',
        'ａ',
        'ü',
        '\u0345',
      ),
      fc.constantFrom('\u030c', '\u0308', '\u0307', '\u0331'),
      fc.integer({ min: 0x80, max: 0x1ffff }).map((code) => String.fromCodePoint(code)),
    ),
    minLength: 1,
    maxLength: 12,
  })
  const address = fc.tuple(letters, letters).map(([local, label]) => `${local}@${label}.example`)

  it('is in canonical form once it has been brought there', () => {
    let valid = 0
    fc.assert(
      fc.property(address, (text) => {
        parseEmail(text).map((email) => {
          valid += 1
          expect(canonical(email.canonical)).toBe(email.canonical)
          expect(canonical(email.address)).toBe(email.canonical)
        })
      }),
      { numRuns: 5000, examples: [['J\u030c@a.example'], ['a@J\u030c.example'], ['İ@İ.example']] },
    )
    expect(valid).toBeGreaterThan(100)
  })

  it('is compared without regard to the case of ASCII', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z0-9+_-]{1,20}$/u),
        fc.stringMatching(/^[a-z][a-z0-9]{0,20}$/u),
        (local, label) => {
          const text = `${local}@${label}.com`
          expect(canonical(text.toUpperCase())).toBe(text)
        },
      ),
    )
  })
})
