import { describe, expect, it } from 'vitest'
import {
  contractTotpParameters,
  parseTotpAlgorithm,
  parseTotpDigits,
  parseTotpPeriod,
} from '../../../../packages/domain/src/authenticator/totp/totp-parameters.ts'

describe('the parameters of the contract', () => {
  it('are those that every authenticator app assumes', () => {
    expect(contractTotpParameters).toStrictEqual({ algorithm: 'SHA1', digits: 6, period: 30 })
  })
})

describe('the algorithm of an authenticator', () => {
  it.each(['SHA1', 'sha1', 'SHA-1', 'sha_1', 'HmacSHA1', 'HMACSHA1', 'HMAC-SHA-1', 'hmac_sha1', ' SHA1 '])(
    'is SHA1 in the spelling %o',
    (text) => {
      expect(parseTotpAlgorithm(text)._unsafeUnwrap()).toBe('SHA1')
      expect(parseTotpAlgorithm(text.replace('1', '256'))._unsafeUnwrap()).toBe('SHA256')
      expect(parseTotpAlgorithm(text.replace('1', '512'))._unsafeUnwrap()).toBe('SHA512')
    },
  )

  it.each(['', 'MD5', 'HmacMD5', 'SHA', 'SHA224', 'SHA384', 'SHA3-256', 'SHA12', 'SHA1 SHA1', 'ſha1', 'x'])(
    'is not %o',
    (text) => {
      expect(parseTotpAlgorithm(text)._unsafeUnwrapErr()).toStrictEqual([
        { code: 'otp.algorithm_unsupported', path: [], params: { allowed: 'SHA1, SHA256, SHA512' } },
      ])
    },
  )
})

describe('the digits of a code', () => {
  it('are six or eight', () => {
    for (const digits of [6, 8]) expect(parseTotpDigits(digits)._unsafeUnwrap()).toBe(digits)
    for (const digits of [0, 1, 5, 7, 9, 10, 6.5, -6, Number.NaN, Infinity])
      expect(parseTotpDigits(digits)._unsafeUnwrapErr()).toStrictEqual([
        { code: 'otp.digits_unsupported', path: [], params: { allowed: '6, 8' } },
      ])
  })
})

describe('the period of an authenticator', () => {
  it('is 15 to 120 whole seconds', () => {
    for (const period of [15, 30, 60, 120]) expect(parseTotpPeriod(period)._unsafeUnwrap()).toBe(period)
    for (const period of [0, 1, 14, 121, 30.5, -30, 30_000, Number.NaN, Infinity])
      expect(parseTotpPeriod(period)._unsafeUnwrapErr()).toStrictEqual([
        { code: 'otp.period_unsupported', path: [], params: { min: 15, max: 120 } },
      ])
  })
})
