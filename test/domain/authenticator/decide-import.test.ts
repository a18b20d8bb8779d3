import { mostAuthenticators, mostRecoveryCodes, userId, type SecondFactor } from '@keepsake/domain'
import {
  decideImport,
  nextSecondFactor,
  type ExistingAuthenticator,
  type AuthenticatorMatch,
} from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { anAuthenticator, aSecondFactor, aRecoveryCode } from '../../builders/users.ts'

const bob = userId('bob')
const [phone, tablet, given] = [anAuthenticator({ lastStep: 7 }), anAuthenticator(), anAuthenticator()]
const [oldCode, usedCode, newCode] = [aRecoveryCode(), aRecoveryCode({ usedAt: 1 }), aRecoveryCode()]
const noMatch: AuthenticatorMatch = { authenticator: undefined, recoveryCodes: [] }

/** As many recovery codes as there are matches for; their text does not matter. */
const decide = (
  present: SecondFactor | undefined,
  match: AuthenticatorMatch,
  existing: ExistingAuthenticator,
  name?: string,
): string => {
  const recoveryCodes = match.recoveryCodes.map(() => ({ code: undefined as never }))
  const brought = { recoveryCodes, ...(name === undefined ? {} : { name }) }
  return decideImport(brought, present, match, existing).match(
    (what): string => what,
    ([first]) => first!.code,
  )
}

describe('importing an authenticator', () => {
  it('gives one to a user who has none, whatever is to become of others', () => {
    for (const existing of ['refuse', 'replace', 'add'] as const)
      expect(decide(undefined, noMatch, existing)).toBe('insert')
  })

  const one = aSecondFactor(bob, { authenticators: [phone], recoveryCodes: [oldCode] })
  const two = aSecondFactor(bob, { authenticators: [phone, tablet], recoveryCodes: [oldCode, usedCode] })
  const refused = 'otp.already_enrolled'

  it.each([
    [
      'the same one',
      one,
      { authenticator: phone, recoveryCodes: [oldCode] },
      'unchanged',
      'unchanged',
      'unchanged',
    ],
    [
      'the same without its code',
      one,
      { ...noMatch, authenticator: phone },
      'unchanged',
      'unchanged',
      'unchanged',
    ],
    [
      'the same with another code',
      one,
      { authenticator: phone, recoveryCodes: [undefined] },
      refused,
      'replace',
      'add',
    ],
    [
      'another one with the same code',
      one,
      { ...noMatch, recoveryCodes: [oldCode] },
      refused,
      'replace',
      'add',
    ],
    ['another one', one, noMatch, refused, 'replace', 'add'],
    ['one of two', two, { ...noMatch, authenticator: tablet }, 'unchanged', 'replace', 'unchanged'],
    [
      'one of two, and one of two codes',
      two,
      { authenticator: tablet, recoveryCodes: [usedCode] },
      'unchanged',
      'replace',
      'unchanged',
    ],
    [
      'the only one, and one of two codes',
      { ...two, authenticators: [phone] },
      { authenticator: phone, recoveryCodes: [usedCode] },
      'unchanged',
      'replace',
      'unchanged',
    ],
    [
      'the only one, and all codes in another order',
      { ...two, authenticators: [phone] },
      { authenticator: phone, recoveryCodes: [usedCode, oldCode] },
      'unchanged',
      'unchanged',
      'unchanged',
    ],
  ] as const)('that is %s', (_, present, match, meek, bold, kind) => {
    expect(decide(present, match, 'refuse')).toBe(meek)
    expect(decide(present, match, 'replace')).toBe(bold)
    expect(decide(present, match, 'add')).toBe(kind)
  })

  it('that is the same but has another name changes the name only where it replaces', () => {
    const match = { authenticator: phone, recoveryCodes: [] }
    for (const existing of ['refuse', 'add'] as const)
      expect(decide(one, match, existing, 'phone')).toBe('unchanged')
    expect(decide(one, match, 'replace', 'phone')).toBe('replace')
    const renamed = { ...phone, name: 'phone' }
    const present = { ...one, authenticators: [renamed] }
    expect(decide(present, { ...match, authenticator: renamed }, 'replace', 'phone')).toBe('unchanged')
  })

  it('adds up to ten', () => {
    expect(mostAuthenticators).toBe(10)
    const nine = aSecondFactor(bob, { authenticators: Array.from({ length: 9 }, () => anAuthenticator()) })
    expect(decide(nine, noMatch, 'add')).toBe('add')
    const ten = { ...nine, authenticators: [...nine.authenticators, phone] }
    expect(decideImport({ recoveryCodes: [] }, ten, noMatch, 'add')._unsafeUnwrapErr()).toStrictEqual([
      { code: 'otp.too_many_authenticators', path: [], params: { max: 10 } },
    ])
    expect(decide(ten, noMatch, 'refuse')).toBe(refused)
    expect(decide(ten, noMatch, 'replace')).toBe('replace')
    expect(decide(ten, { authenticator: phone, recoveryCodes: [undefined] }, 'add')).toBe('add')
  })
})

describe('adding recovery codes', () => {
  it('stops at a hundred', () => {
    const full = aSecondFactor(bob, {
      authenticators: [phone],
      recoveryCodes: Array.from({ length: mostRecoveryCodes - 1 }, () => aRecoveryCode()),
    })
    expect(mostRecoveryCodes).toBe(100)
    const [first] = full.recoveryCodes
    const adding = (...recoveryCodes: AuthenticatorMatch['recoveryCodes']): string =>
      decide(full, { authenticator: phone, recoveryCodes }, 'add')
    expect(adding(first, undefined)).toBe('add')
    expect(adding(undefined, undefined)).toBe('otp.recovery_codes_too_many')
    expect(adding(first)).toBe('unchanged')
    const fuller = { ...full, recoveryCodes: [...full.recoveryCodes, newCode, oldCode] }
    expect(decide(fuller, noMatch, 'add')).toBe('add')
  })
})

describe('what a user has after an import', () => {
  const present = aSecondFactor(bob, { authenticators: [phone, tablet], recoveryCodes: [oldCode, usedCode] })

  it('that gives a first authenticator is what was brought', () => {
    const brought = aSecondFactor(bob)
    expect(
      nextSecondFactor('insert', { userId: bob, authenticators: [], recoveryCodes: [] }, brought),
    ).toStrictEqual(brought)
  })

  it.each([
    ['with codes', [newCode], [newCode]],
    ['with none', [], []],
  ])('that replaces by another one %s is that, with its codes alone', (_, codes, expected) => {
    const brought = aSecondFactor(bob, { authenticators: [given], recoveryCodes: codes })
    expect(nextSecondFactor('replace', present, brought)).toStrictEqual({
      ...brought,
      recoveryCodes: expected,
    })
  })

  it('that replaces by one of the user’s keeps that as it is by now, and of the codes those that come again', () => {
    const before = { ...phone, lastStep: 3 }
    const brought = aSecondFactor(bob, {
      authenticators: [before],
      recoveryCodes: [newCode, aRecoveryCode({ id: usedCode.id })],
    })
    expect(nextSecondFactor('replace', present, brought)).toStrictEqual({
      userId: bob,
      authenticators: [phone],
      recoveryCodes: [newCode, usedCode],
    })
  })

  it('that replaces by one of the user’s without codes keeps them all', () => {
    const brought = aSecondFactor(bob, { authenticators: [{ ...tablet, name: 'tablet' }], recoveryCodes: [] })
    expect(nextSecondFactor('replace', present, brought)).toStrictEqual({
      userId: bob,
      authenticators: [{ ...tablet, name: 'tablet' }],
      recoveryCodes: [oldCode, usedCode],
    })
  })

  it('that adds is all there was, as it is by now, and what is new at its end', () => {
    const brought = aSecondFactor(bob, {
      authenticators: [given],
      recoveryCodes: [newCode, { ...usedCode, usedAt: 9 }],
    })
    expect(nextSecondFactor('add', present, brought)).toStrictEqual({
      userId: bob,
      authenticators: [phone, tablet, given],
      recoveryCodes: [oldCode, usedCode, newCode],
    })
    const codesOnly = { ...brought, authenticators: [{ ...phone, lastStep: 0 }] }
    expect(nextSecondFactor('add', present, codesOnly).authenticators).toStrictEqual([phone, tablet])
  })
})
