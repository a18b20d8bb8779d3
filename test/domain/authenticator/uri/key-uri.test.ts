import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readKeyUri } from '../../../../packages/domain/src/authenticator/uri/key-uri.ts'
import { hostileTexts, soon, timed } from '../../hostile-texts.ts'
import { issuesOf } from '../../issues.ts'

const secret = 'JBSWY3DPEHPK3PXP'
const name = (label: string, more = ''): string | undefined =>
  readKeyUri(`otpauth://totp/${label}?secret=${secret}${more}`)._unsafeUnwrap().name

describe('a URI for authenticator apps', () => {
  it('says all of an authenticator', () => {
    const uri =
      'otpauth://totp/ACME%20Co:john.doe@email.com?secret=HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ&issuer=ACME%20Co&algorithm=SHA1&digits=6&period=30'
    // The example of the Key URI format itself.
    expect(readKeyUri(uri)._unsafeUnwrap()).toStrictEqual({
      secret: 'HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ',
      algorithm: 'SHA1',
      digits: 6,
      period: 30,
      name: 'ACME Co (john.doe@email.com)',
    })
  })

  it('leaves out what it does not say, and what it leaves empty', () => {
    expect(readKeyUri(`otpauth://totp/?secret=${secret}`)._unsafeUnwrap()).toStrictEqual({ secret })
    expect(
      readKeyUri(`otpauth://totp/?issuer=&algorithm=&digits=&period&secret=${secret}`)._unsafeUnwrap(),
    ).toStrictEqual({ secret })
  })

  it.each([
    `OTPAUTH://TOTP/a?SECRET=${secret}`,
    `  otpauth://totp/a?secret=${secret}\n`,
    `otpauth://totp?secret=${secret}`,
    `otpauth://totp/a/b?secret=${secret}`,
    `otpauth://totp/a?secret=${secret}&`,
    `otpauth://totp/a?image=https%3A%2F%2Fexample.com%2Flogo.png&secret=${secret}&counter=1`,
  ])('is well-formed in the spelling %o', (uri) => {
    expect(readKeyUri(uri)._unsafeUnwrap().secret).toBe(secret)
  })

  it.each([
    `\u200botpauth://totp/a?secret=${secret}`,
    `otpauth://totp/a?&secret=${secret}`,
    `otpauth://totp/a?secret=${secret}#`,
    `otpauth://totp/a?secret=${secret}#fragment`,
    `otpauth://totp/a?issuer=A&amp;secret=${secret}`,
    `otpauth://totp/a?secret=${secret}&issuer=A&issuer=B`,
    `otpauth://totp/a?secret=${secret}&issuer=A&issuer=A&image=b&image=c`,
  ])('gives its secret in %o as well, as apps read it', (uri) => {
    expect(readKeyUri(uri)._unsafeUnwrap().secret).toBe(secret)
  })

  it('loses no parameter where it was copied from HTML, or has a fragment', () => {
    const uri = `otpauth://totp/a?secret=${secret}&amp;algorithm=SHA256&amp;digits=8&amp;period=60#end`
    expect(readKeyUri(uri)._unsafeUnwrap()).toStrictEqual({
      secret,
      algorithm: 'SHA256',
      digits: 8,
      period: 60,
      name: 'a',
    })
  })

  it('names the account after its issuer and its owner', () => {
    expect(name('alice')).toBe('alice')
    expect(name('Example:alice')).toBe('Example (alice)')
    expect(name('Example%3Aalice')).toBe('Example (alice)')
    expect(name('Example:%20alice', '&issuer=Example')).toBe('Example (alice)')
    expect(name('alice', '&issuer=Example')).toBe('Example (alice)')
    expect(name('Old:alice', '&issuer=New+Name')).toBe('New Name (alice)')
    expect(name('Big%20%26%20Co:%E5%BC%A0', '')).toBe('Big & Co (张)')
    expect(name('', '&issuer=Example')).toBe('Example')
    expect(name('alice', '&issuer=A&issuer=B')).toBe('A, B (alice)')
    expect(name('alice', '&issuer=A&issuer=A')).toBe('A (alice)')
    expect(name('alice', '&issuer=&issuer=B')).toBe('B (alice)')
    expect(name('a+b@example.com')).toBe('a+b@example.com')
  })

  it('is not refused for a label that is no name', () => {
    expect(name('x'.repeat(129), '&issuer=Example')).toBe(`Example (${'x'.repeat(129)})`)
    expect(name('a%00b')).toBe('a\u0000b')
    expect(name('%zz')).toBe('%zz')
    expect(name('%ff')).toBe('\ufffd')
    expect(name('#1')).toBe('#1')
    expect(name('')).toBeUndefined()
    expect(name('a', '&issuer=%')).toBe('% (a)')
    expect(name('a', '&issuer=C#')).toBe('C# (a)')
    expect(name('a', '&issuer=Who?')).toBe('Who? (a)')
  })

  it('is refused where it counts', () => {
    expect(issuesOf(readKeyUri(`otpauth://hotp/a?secret=${secret}&counter=1`))).toStrictEqual([
      'otp.counter_based',
    ])
  })

  it.each([
    `otpauth://steam/a?secret=${secret}`,
    `otpauth://totp/a?secret=${secret}&encoder=steam`,
    `otpauth://totp/Steam:a?secret=${secret}&issuer=Steam`,
    `otpauth://totp/a?secret=${secret}&issuer=steam`,
    `otpauth://totp/Steam?secret=${secret}`,
    `otpauth://totp/Steam%3Aa?secret=${secret}`,
    `otpauth://totp/a?secret=${secret}&issuer=Steam%20Guard`,
    `steam://${secret}`,
    `\u200bsteam://${secret}`,
  ])('is refused where its codes are none of RFC 6238: %o', (uri) => {
    expect(issuesOf(readKeyUri(uri))).toStrictEqual(['otp.kind_unsupported'])
  })

  it.each([
    '',
    'otpauth:',
    `otpauth:totp/a?secret=${secret}`,
    'otpauth://totp/a',
    'otpauth://totp/a?secret=',
    `otpauth://totp/a?secret=${secret}&secret=${secret}`,
    `otpauth://totp/a?secret=${secret}&digits=6&DIGITS=8`,
    `https://example.com/?secret=${secret}`,
  ])('is not %o', (uri) => {
    expect(issuesOf(readKeyUri(uri))).toStrictEqual(['otp.uri_malformed'])
  })

  it('lists every parameter that it may not have', () => {
    expect(issuesOf(readKeyUri('otpauth://totp/a?algorithm=MD5&digits=06x&period=1e2'))).toStrictEqual([
      'otp.uri_malformed',
      'algorithm otp.algorithm_unsupported',
      'digits otp.digits_unsupported',
      'period otp.period_unsupported',
    ])
  })

  it('is read back, whatever a URI library made of', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 })
    fc.assert(
      fc.property(
        text,
        text,
        fc.constantFrom('SHA1', 'SHA256', 'SHA512'),
        fc.constantFrom(6, 8),
        fc.integer({ min: 15, max: 120 }),
        (issuer, account, algorithm, digits, period) => {
          const query = new URLSearchParams({
            secret,
            issuer,
            algorithm,
            digits: `${digits}`,
            period: `${period}`,
          })
          const uri = `otpauth://totp/${encodeURIComponent(`${issuer}:${account}`)}?${query.toString()}`
          expect(readKeyUri(uri)._unsafeUnwrap()).toMatchObject({ secret, algorithm, digits, period })
        },
      ),
    )
  })

  it('is judged at once, however long', () => {
    for (const text of hostileTexts)
      for (const uri of [`otpauth://totp/${text}`, `otpauth://${text}`, `otpauth://totp/a?${text}`])
        expect(timed(() => readKeyUri(uri))).toBeLessThan(soon)
    expect(issuesOf(readKeyUri(`otpauth://totp/${'a'.repeat(4297)}?secret=${secret}`))).toStrictEqual([
      'otp.uri_malformed',
    ])
  })
})
