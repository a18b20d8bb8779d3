import { readFileSync } from 'node:fs'
import { openTotpEngine } from '@keepsake/adapters/totp/otplib'
import { stepAt, type NewAuthenticator } from '@keepsake/domain'
import { draftAuthenticator } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { settings } from '../../builders/settings.ts'

type ImportVector = {
  readonly command: string
  readonly otp: NewAuthenticator
  /** Seconds since 1970. */
  readonly now: number
  readonly code: string
}

const { vectors } = JSON.parse(
  readFileSync(new URL('../../vectors/totp/imported.json', import.meta.url), 'utf8'),
) as { readonly vectors: readonly ImportVector[] }

describe('the code of an imported authenticator', async () => {
  const engine = await openTotpEngine()

  it.each(vectors)('is that of $command', ({ otp, now, code }) => {
    const { secret } = draftAuthenticator(otp, settings.otp, now * 1000)._unsafeUnwrap()
    expect(engine.codeAt(secret, stepAt(now * 1000, secret.period))).toBe(code)
  })
})
