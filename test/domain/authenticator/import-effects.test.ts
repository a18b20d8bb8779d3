import { secondFactorIds, userId, type DraftRecoveryCode, type SecondFactor } from '@keepsake/domain'
import {
  changeOfImport,
  codesUsedElsewhere,
  importedEvent,
  isChanged,
  keepsOtherName,
  parseRecoveryCode,
  type AuthenticatorMatch,
} from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { anAuthenticator, aRecoveryCode } from '../../builders/users.ts'

const bob = userId('bob')
const [phone, tablet] = [anAuthenticator({ name: 'Phone' }), anAuthenticator()]
const setOf = (...authenticators: SecondFactor['authenticators']): SecondFactor => ({
  userId: bob,
  authenticators,
  recoveryCodes: [],
})
const matched = (over: Partial<AuthenticatorMatch>): AuthenticatorMatch => ({
  authenticator: undefined,
  recoveryCodes: [],
  ...over,
})

describe('the change of an import', () => {
  it('is none if the user has the same already', () => {
    expect(changeOfImport('unchanged', setOf(phone), setOf(phone), setOf(phone))).toBeUndefined()
    expect((['insert', 'replace', 'add', 'unchanged'] as const).map(isChanged)).toStrictEqual([
      true,
      true,
      true,
      false,
    ])
  })

  it('starts from what was decided on, even if the user has something else by now', () => {
    const { change } = changeOfImport('add', setOf(phone), setOf(tablet), setOf(tablet)) ?? {}
    expect(change?.from).toStrictEqual(secondFactorIds(setOf(phone)))
    const first = changeOfImport('insert', undefined, setOf(), setOf(tablet))
    expect(first?.change).toStrictEqual({ from: [], to: setOf(tablet) })
  })

  it('comes with the event that says how many authenticators the user has', () => {
    const { change, event } = changeOfImport('add', setOf(phone), setOf(phone), setOf(tablet)) ?? {}
    expect(change?.to.authenticators).toStrictEqual([phone, tablet])
    expect(event).toStrictEqual({ type: 'otp.imported', userId: bob, authenticators: 2 })
    expect(importedEvent(setOf(phone))).toStrictEqual({
      type: 'otp.imported',
      userId: bob,
      authenticators: 1,
    })
  })
})

describe('a recovery code that a user already has', () => {
  const code = parseRecoveryCode('abcd-efgh')._unsafeUnwrap()
  const [first, second] = [aRecoveryCode(), aRecoveryCode()]

  it('is used up if it was used elsewhere', () => {
    const given: readonly DraftRecoveryCode[] = [{ code, usedAt: 7 }, { code, usedAt: 8 }, { code }]
    const match = matched({ recoveryCodes: [first, undefined, second] })
    expect(codesUsedElsewhere(given, match)).toStrictEqual([
      { codeId: first.id, usedAt: 7, given: { code, usedAt: 7 } },
    ])
  })
})

describe('the name of an authenticator that a user already has', () => {
  it('stays, unless the import replaces what the user has', () => {
    const match = matched({ authenticator: phone })
    for (const outcome of ['add', 'unchanged'] as const)
      expect(keepsOtherName(outcome, 'Tablet', match)).toBe(true)
    expect(keepsOtherName('replace', 'Tablet', match)).toBe(false)
  })

  it('does not differ if it is the same, or if none is given', () => {
    const match = matched({ authenticator: phone })
    expect(keepsOtherName('unchanged', 'Phone', match)).toBe(false)
    expect(keepsOtherName('unchanged', undefined, match)).toBe(false)
    expect(keepsOtherName('insert', 'Tablet', matched({}))).toBe(false)
  })
})
