import { userId, userStatuses, type HashVerdict } from '@keepsake/domain'
import {
  decideChecked,
  decideSignIn,
  isOvertaken,
  isPasswordAccepted,
  type SecondFactorFact,
  type SignInFacts,
} from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { aCredential } from '../../builders/users.ts'

const hashVerdicts: Record<HashVerdict, true> = { right: true, outdated: true, wrong: true, 'not-mine': true }
const secondFactorFacts: Record<SecondFactorFact, true> = {
  'not-enrolled': true,
  missing: true,
  'not-sent': true,
  unchecked: true,
  accepted: true,
  refused: true,
  locked: true,
}
const keysOf = <K extends string>(record: Record<K, true>): readonly K[] => Object.keys(record) as K[]

const everything: readonly SignInFacts[] = keysOf(hashVerdicts).flatMap((password) =>
  userStatuses.flatMap((status) =>
    keysOf(secondFactorFacts).flatMap((otp) =>
      [true, false].map((mustChange) => ({ password, status, otp, mustChange })),
    ),
  ),
)

const verdictsWhere = (holds: (facts: SignInFacts) => boolean): readonly string[] =>
  [...new Set(everything.filter(holds).map(decideSignIn))].toSorted()

const knows = ({ password }: SignInFacts): boolean => password === 'right' || password === 'outdated'
const may = (facts: SignInFacts): boolean => knows(facts) && facts.status === 'Activated'

describe('a sign-in', () => {
  it('has 280 cases', () => {
    expect(everything).toHaveLength(280)
  })

  it('accepts a right password of an active account, and no other', () => {
    expect(everything.filter(isPasswordAccepted)).toStrictEqual(everything.filter(may))
  })

  it('tells nothing to someone without the password', () => {
    expect(verdictsWhere((facts) => !knows(facts))).toStrictEqual(['wrong_credentials'])
  })

  it('tells nothing of an account that is not active, and looks at no code for it', () => {
    expect(verdictsWhere((facts) => facts.status !== 'Activated')).toStrictEqual(['wrong_credentials'])
  })

  it.each([
    ['not-enrolled', false, 'signed_in'],
    ['not-enrolled', true, 'password_change_required'],
    ['accepted', false, 'signed_in'],
    ['accepted', true, 'password_change_required'],
    ['not-sent', false, 'otp_required'],
    ['not-sent', true, 'otp_required'],
    ['unchecked', false, 'check_otp'],
    ['unchecked', true, 'check_otp'],
    ['refused', false, 'wrong_credentials'],
    ['refused', true, 'wrong_credentials'],
    ['locked', false, 'otp_locked'],
    ['missing', false, 'otp_enrolment_required'],
    ['missing', true, 'otp_enrolment_required'],
    ['locked', true, 'otp_locked'],
  ] as const)('with an authenticator that is %s and a forced change %s: %s', (otp, mustChange, verdict) => {
    expect(
      verdictsWhere((facts) => may(facts) && facts.otp === otp && facts.mustChange === mustChange),
    ).toStrictEqual([verdict])
  })

  it('is granted in these cases alone', () => {
    expect(everything.filter((facts) => decideSignIn(facts) === 'signed_in')).toStrictEqual(
      (['right', 'outdated'] as const).flatMap((password) =>
        (['not-enrolled', 'accepted'] as const).map((otp) => ({
          password,
          status: 'Activated',
          otp,
          mustChange: false,
        })),
      ),
    )
  })
})

describe('a sign-in whose code was checked', () => {
  it('is decided as any other that needs no check', () => {
    for (const { otp, ...facts } of everything)
      if (otp !== 'unchecked') expect(decideChecked({ ...facts, otp })).toBe(decideSignIn({ ...facts, otp }))
  })
})

describe('a proof that is recorded later', () => {
  const checked = aCredential(userId('bob'), { setAt: 1000, mustChange: false })
  const active = { status: 'Activated' } as const

  it('counts as long as nothing has changed, or only the hash', () => {
    const stronger = { ...checked, hash: { format: 'argon2id', cost: '', encoded: 'other' } }
    expect(isOvertaken('signed_in', checked, active, checked)).toBe(false)
    expect(isOvertaken('signed_in', checked, active, stronger)).toBe(false)
  })

  it.each(userStatuses.filter((status) => status !== 'Activated'))(
    'is overtaken by the status %s',
    (status) => {
      expect(isOvertaken('signed_in', checked, { status }, checked)).toBe(true)
      expect(isOvertaken('password_change_required', checked, { status }, checked)).toBe(true)
    },
  )

  it('is overtaken by another password', () => {
    const other = { ...checked, setAt: 1001 }
    expect(isOvertaken('signed_in', checked, active, other)).toBe(true)
    expect(isOvertaken('password_change_required', checked, active, other)).toBe(true)
  })

  it('signs no user in who must change the password meanwhile, and lets that user change it', () => {
    const mustChange = { ...checked, mustChange: true }
    expect(isOvertaken('signed_in', checked, active, mustChange)).toBe(true)
    expect(isOvertaken('password_change_required', checked, active, mustChange)).toBe(false)
  })
})
