import { readAuthenticatorUri } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import migration from '../../../vectors/totp/migration.json' with { type: 'json' }
import { issuesOf } from '../../issues.ts'

describe('the URI of an authenticator app', () => {
  it('has one account, or those of an export in their order', () => {
    const key = 'otpauth://totp/Example:alice?secret=HZ2F6J3AGNAVSOTV&issuer=Example'
    expect(readAuthenticatorUri(key)._unsafeUnwrap()).toEqual([
      { secret: 'HZ2F6J3AGNAVSOTV', name: 'Example (alice)' },
    ])
    const names = readAuthenticatorUri(migration.vectors[1]!.uri)
      ._unsafeUnwrap()
      .map(({ name }) => name)
    expect(names).toStrictEqual(['示例公司 (alice@example.com)', 'bob', undefined])
  })

  it.each([
    ['OTPAUTH-MIGRATION://offline', 'otp.migration_malformed'],
    ['otpauth-migration:', 'otp.migration_malformed'],
    ['otpauth://totp/x', 'otp.uri_malformed'],
    ['HZ2F6J3AGNAVSOTV', 'otp.uri_malformed'],
    ['', 'otp.uri_malformed'],
  ])('is not %o', (text, code) => {
    expect(issuesOf(readAuthenticatorUri(text))).toStrictEqual([code])
  })
})
