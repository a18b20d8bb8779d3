import { inspect } from 'node:util'
import { decideEnrolment, draftOtp } from '@keepsake/domain'
import { describe, expect, it } from 'vitest'
import { settings } from '../../builders/settings.ts'
import { issuesOf } from '../issues.ts'

const example = { secret: 'HZ2F6J3AGNAVSOTV', recoveryCode: 'b471-8ec0-874a-087f-bccb-cd54' }

describe('an authenticator to import', () => {
  it('is the contract’s example', () => {
    const otp = draftOtp(example, settings.otp)._unsafeUnwrap()
    expect(otp.secret.base32.reveal()).toBe('HZ2F6J3AGNAVSOTV')
    expect(otp.recoveryCode?.reveal()).toBe('b4718ec0874a087fbccbcd54')
  })

  it('may lack a recovery code', () => {
    expect(draftOtp({ secret: example.secret }, settings.otp)._unsafeUnwrap()).not.toHaveProperty(
      'recoveryCode',
    )
  })

  it('lists both of its issues, and shows neither text', () => {
    const checked = draftOtp({ secret: 'canary!', recoveryCode: 'canary!' }, settings.otp)
    expect(issuesOf(checked)).toStrictEqual([
      'secret otp.secret_malformed',
      'recoveryCode otp.recovery_code_malformed',
    ])
    expect(JSON.stringify(checked._unsafeUnwrapErr())).not.toContain('canary')
  })

  it('does not show', () => {
    const otp = draftOtp(example, settings.otp)._unsafeUnwrap()
    const shown = inspect(otp, { showHidden: true, depth: 9 }) + JSON.stringify(otp)
    expect(shown).not.toMatch(/HZ2F|b471/u)
  })
})

describe('importing an authenticator', () => {
  it('adds one to a user who has none, asked to replace or not', () => {
    for (const replace of [true, false])
      expect(decideEnrolment(undefined, replace)._unsafeUnwrap()).toBe('insert')
  })

  it.each([
    ['same', 'same', 'unchanged', 'unchanged'],
    ['same', 'not-given', 'unchanged', 'unchanged'],
    ['same', 'other', 'otp.already_enrolled', 'replace'],
    ['other', 'same', 'otp.already_enrolled', 'replace'],
    ['other', 'not-given', 'otp.already_enrolled', 'replace'],
    ['other', 'other', 'otp.already_enrolled', 'replace'],
  ] as const)(
    'with the %s secret and the %s recovery code: %s, or %s if asked',
    (secret, recoveryCode, meek, bold) => {
      const outcome = (replace: boolean) =>
        decideEnrolment({ secret, recoveryCode }, replace).match(
          (what): string => what,
          ([first]) => first!.code,
        )
      expect(outcome(false)).toBe(meek)
      expect(outcome(true)).toBe(bold)
    },
  )
})
