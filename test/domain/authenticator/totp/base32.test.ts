import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase32, encodeBase32 } from '../../../../packages/domain/src/authenticator/totp/base32.ts'
import { hostileTexts, soon, timed } from '../../hostile-texts.ts'

const text = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : Buffer.from(bytes).toString('latin1')

describe('base32', () => {
  // RFC 4648, section 10.
  it.each([
    ['', ''],
    ['f', 'MY======'],
    ['fo', 'MZXQ===='],
    ['foo', 'MZXW6==='],
    ['foob', 'MZXW6YQ='],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI======'],
  ])('of %o is %o', (bytes, encoded) => {
    expect(text(decodeBase32(encoded))).toBe(bytes)
    expect(encodeBase32(Buffer.from(bytes))).toBe(encoded.replaceAll('=', ''))
  })

  it('gives back any bytes, in any spelling', () => {
    fc.assert(
      fc.property(
        fc.uint8Array(),
        fc.constantFrom(
          '',
          ' ',
          '-',
          '\t',
          '\u00a0',
          '\u2009',
          '\u2013',
          '\u2011',
          '\u200b',
          '\u00ad',
          '\u202c',
        ),
        fc.boolean(),
        (bytes, mark, lower) => {
          const encoded = encodeBase32(bytes)
          const spelt = (lower ? encoded.toLowerCase() : encoded).replaceAll(/.{4}/gu, `$&${mark}`)
          expect(decodeBase32(`${mark}${spelt}===`)).toStrictEqual(Uint8Array.from(bytes))
        },
      ),
    )
  })

  it.each([
    '0',
    'MZXW6YT0',
    'MZXW6YT1',
    'MZXW6YT8',
    'MZXW6YT9',
    'MZXW=6YT',
    '=MZXW6YT',
    'MZXW6YT!',
    'MZXW6YTß',
    'MZXW6YTſ',
    'MZXW6YTı',
    'ＭZXW6YTB',
    'MZXW6YT\u0000',
  ])('is not %o', (given) => {
    expect(decodeBase32(given)).toBeUndefined()
  })

  // Google Authenticator's Base32String ignores leftover bits; oathtool refuses such a text.
  it.each([
    [17, 10],
    [19, 11],
    [22, 13],
    [25, 15],
    [30, 18],
    [1, 0],
    [3, 1],
  ])('of %i letters has %i bytes, and bits to spare', (letters, bytes) => {
    const whole = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
    expect(decodeBase32(whole.slice(0, letters))).toStrictEqual(decodeBase32(whole)?.slice(0, bytes))
  })

  it('is read at once, however long', () => {
    for (const given of hostileTexts) expect(timed(() => decodeBase32(given))).toBeLessThan(soon)
  })
})
