import { inspect } from 'node:util'
import { parseTotpSecret } from '@keepsake/domain'
import { totpSecretWarnings } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { hostileTexts, soon, timed } from '../../hostile-texts.ts'
import { issuesOf } from '../../issues.ts'

const parse = (text: string, minBits = 80) => parseTotpSecret(text, minBits)
const ofBytes = (bytes: number): string => 'A'.repeat(Math.ceil((bytes * 8) / 5))

describe('the secret of an authenticator', () => {
  it('is the contract’s example, with its 80 bits and a warning', () => {
    const secret = parse('HZ2F6J3AGNAVSOTV')._unsafeUnwrap()
    expect(secret.base32.reveal()).toBe('HZ2F6J3AGNAVSOTV')
    expect(secret).toMatchObject({ algorithm: 'SHA1', digits: 6, period: 30 })
    expect(totpSecretWarnings(secret)).toStrictEqual([
      { code: 'otp.secret_weak', path: [], params: { bits: 80, advised: 112 } },
    ])
  })

  it.each([
    'hz2f6j3agnavsotv',
    'HZ2F 6J3A GNAV SOTV',
    'hz2f-6j3a-gnav-sotv',
    ' HZ2F6J3AGNAVSOTV\n',
    'HZ2F6J3AGNAVSOTV====',
  ])('is the same in the spelling %o', (text) => {
    expect(parse(text)._unsafeUnwrap().base32.reveal()).toBe('HZ2F6J3AGNAVSOTV')
  })

  it.each([
    '0Z2F6J3AGNAVSOTV',
    '1Z2F6J3AGNAVSOTV',
    '8Z2F6J3AGNAVSOTV',
    '9Z2F6J3AGNAVSOTV',
    'HZ2F=6J3AGNAVSOT',
    'secret!',
    'ßßßßßßßß',
  ])('is not %o', (text) => {
    expect(issuesOf(parse(text))).toStrictEqual(['otp.secret_malformed'])
  })

  it('has at least the bits that the pool asks for', () => {
    expect(parse(ofBytes(9))._unsafeUnwrapErr()).toStrictEqual([
      { code: 'otp.secret_too_short', path: [], params: { min: 80 } },
    ])
    expect(issuesOf(parse(''))).toStrictEqual(['otp.secret_too_short'])
    expect(issuesOf(parse('HZ2F6J3AGNAVSOTV', 112))).toStrictEqual(['otp.secret_too_short'])
    expect(parse(ofBytes(14), 112).isOk()).toBe(true)
  })

  it('has at most 128 bytes, in whatever spelling', () => {
    const longest = ofBytes(128)
    expect(parse(longest).isOk()).toBe(true)
    expect(parse(longest.replaceAll(/.{4}/gu, '$& - ')).isOk()).toBe(true)
    expect(issuesOf(parse(ofBytes(129)))).toStrictEqual(['otp.secret_too_long'])
    expect(issuesOf(parse('A'.repeat(1_000_000)))).toStrictEqual(['otp.secret_too_long'])
  })

  it('needs no warning from 112 bits on', () => {
    const warnings = (bytes: number) => totpSecretWarnings(parse(ofBytes(bytes))._unsafeUnwrap())
    expect(warnings(13)).toMatchObject([{ params: { bits: 104 } }])
    for (const bytes of [14, 16, 20, 32, 64, 128]) expect(warnings(bytes)).toStrictEqual([])
  })

  it('does not show', () => {
    const secret = parse('HZ2F6J3AGNAVSOTV')._unsafeUnwrap()
    expect(inspect(secret, { showHidden: true, depth: 9 }) + JSON.stringify(secret)).not.toContain('HZ2F')
  })

  it('is judged at once, however long the text', () => {
    for (const text of hostileTexts) expect(timed(() => parse(text))).toBeLessThan(soon)
  })
})
