import { mostAuthenticators, userId, type Checked, type SecondFactor } from '@keepsake/domain'
import {
  addAuthenticator,
  hasUnusedCode,
  recoveryCodeUsed,
  removeAuthenticator,
  removeSecondFactor,
  replaceRecoveryCodes,
  unusedCodes,
  type SecondFactorChange,
} from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { anAuthenticator, aSecondFactor, aRecoveryCode } from '../../builders/users.ts'
import { issuesOf } from '../issues.ts'

const bob = userId('bob')
const [phone, tablet] = [anAuthenticator(), anAuthenticator()]
const [code, usedCode, newCode] = [aRecoveryCode(), aRecoveryCode({ usedAt: 1 }), aRecoveryCode()]
const nothing: SecondFactor = { userId: bob, authenticators: [], recoveryCodes: [] }
const one = aSecondFactor(bob, { authenticators: [phone], recoveryCodes: [usedCode, code] })
const two = aSecondFactor(bob, { authenticators: [phone, tablet], recoveryCodes: [usedCode] })
const changeOf = (change: Checked<SecondFactorChange>): SecondFactorChange => change._unsafeUnwrap()

describe('the recovery codes of a user', () => {
  it('are valid until they are used', () => {
    expect(unusedCodes(one)).toStrictEqual([code])
    expect(hasUnusedCode(one)).toBe(true)
    expect(hasUnusedCode(two)).toBe(false)
  })

  it('are counted when one was used', () => {
    expect(recoveryCodeUsed(one)).toStrictEqual({ type: 'recovery_code.used', userId: bob, left: 1 })
  })
})

describe('an authenticator', () => {
  const kept = [newCode]

  it.each([
    ['new codes for a user who has none', nothing, false, [newCode]],
    ['new codes for a user who has used all', two, false, [newCode]],
    ['the present codes, if one is left', one, false, [usedCode, code]],
    ['the present codes and the one that was shown', one, true, [usedCode, code, newCode]],
  ])('comes with %s', (_, present, shownBefore, recoveryCodes) => {
    const given = anAuthenticator()
    const authenticators = [...present.authenticators, given]
    expect(
      changeOf(addAuthenticator(present, { authenticators: [given] }, { kept, shownBefore })),
    ).toStrictEqual({
      next: { userId: bob, authenticators, recoveryCodes },
      event: { type: 'otp.enrolled', userId: bob, authenticators: authenticators.length },
    })
  })

  it('is refused to a user who has the most', () => {
    const full = {
      ...nothing,
      authenticators: Array.from({ length: mostAuthenticators }, () => anAuthenticator()),
    }
    expect(
      issuesOf(addAuthenticator(full, { authenticators: [phone] }, { kept: [], shownBefore: false })),
    ).toStrictEqual(['userId otp.too_many_authenticators'])
  })

  it('goes alone, or with the recovery codes if it is the last one', () => {
    expect(changeOf(removeAuthenticator(two, phone.id))).toStrictEqual({
      next: { ...two, authenticators: [tablet] },
      event: { type: 'otp.removed', userId: bob, authenticators: 1 },
    })
    expect(changeOf(removeAuthenticator(one, phone.id))).toStrictEqual({
      next: nothing,
      event: { type: 'otp.removed', userId: bob, authenticators: 0 },
    })
  })

  it('that the user does not have is an issue', () => {
    expect(issuesOf(removeAuthenticator(one, tablet.id))).toStrictEqual(['authenticatorId otp.not_enrolled'])
  })
})

describe('a second factor', () => {
  it('is removed as a whole, once', () => {
    expect(changeOf(removeSecondFactor(two))).toStrictEqual({
      next: nothing,
      event: { type: 'otp.removed', userId: bob, authenticators: 0 },
    })
    expect(issuesOf(removeSecondFactor(nothing))).toStrictEqual(['userId otp.not_enrolled'])
  })

  it('gets other recovery codes without an event, if there is an authenticator', () => {
    expect(changeOf(replaceRecoveryCodes(one, [newCode]))).toStrictEqual({
      next: { ...one, recoveryCodes: [newCode] },
      event: undefined,
    })
    expect(issuesOf(replaceRecoveryCodes(nothing, [newCode]))).toStrictEqual(['userId otp.not_enrolled'])
  })
})
