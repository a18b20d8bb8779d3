import type { SecondFactor, Unavailable, UserId } from '@keepsake/domain'
import { hasUnusedCode } from '@keepsake/domain/rules'
import { okAsync, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { eachSecondFactor, namesOf } from './each-second-factor.ts'

/** Numbers about the pool's authenticators. */
export type AuthenticatorReport = {
  readonly users: number
  readonly authenticators: number
  /** Authenticators of which no code was ever accepted. It is not known whether the users' apps have the same secrets. */
  readonly unproven: number
  /** Authenticators whose secret another user has too. */
  readonly shared: number
  /** Users who have no valid recovery code. */
  readonly withoutRecoveryCode: number
  /** Users whose authenticators cannot be read. No other number counts them. Absent if there are none. */
  readonly damaged?: readonly UserId[]
}

const nothing: AuthenticatorReport = {
  users: 0,
  authenticators: 0,
  unproven: 0,
  shared: 0,
  withoutRecoveryCode: 0,
}

/** Counts the pool's authenticators, and those that an operator may want to fix. */
export const reportAuthenticators = (context: Context): ResultAsync<AuthenticatorReport, Unavailable> => {
  const owners = new Map<string, Set<UserId>>()
  const count = (
    sets: readonly SecondFactor[],
    before: AuthenticatorReport,
    damaged: readonly UserId[],
  ): ResultAsync<AuthenticatorReport, Unavailable> => {
    for (const { userId, authenticators } of sets)
      for (const { fingerprint } of authenticators)
        owners.set(fingerprint, (owners.get(fingerprint) ?? new Set()).add(userId))
    const counted = sets.map((set) => countSet(set)).reduce(sum, before)
    return okAsync({ ...counted, ...namesOf([...(before.damaged ?? []), ...damaged]) })
  }
  return eachSecondFactor(context, count, nothing).map((report) => ({
    ...report,
    shared: [...owners.values()].filter(({ size }) => size > 1).reduce((all, { size }) => all + size, 0),
  }))
}

const countSet = ({ authenticators, recoveryCodes }: SecondFactor): AuthenticatorReport => ({
  users: 1,
  authenticators: authenticators.length,
  unproven: authenticators.filter(({ provenAt }) => provenAt === undefined).length,
  shared: 0,
  withoutRecoveryCode: hasUnusedCode({ recoveryCodes }) ? 0 : 1,
})

const sum = (one: AuthenticatorReport, other: AuthenticatorReport): AuthenticatorReport => ({
  users: one.users + other.users,
  authenticators: one.authenticators + other.authenticators,
  unproven: one.unproven + other.unproven,
  shared: one.shared + other.shared,
  withoutRecoveryCode: one.withoutRecoveryCode + other.withoutRecoveryCode,
})
