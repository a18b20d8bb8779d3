import type { OtpSet, Unavailable, UserId } from '@keepsake/domain'
import { okAsync, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { eachOtpSet, namesOf } from './each-otp-set.ts'

/** What the pool's authenticators are like, counted. */
export type OtpReport = {
  readonly users: number
  readonly authenticators: number
  /** Those of which no code was ever accepted: nobody knows that their users' apps have the same secret. */
  readonly unproven: number
  /** Those whose secret another user has as well. */
  readonly shared: number
  /** Users who have no recovery code that is still good. */
  readonly withoutRecoveryCode: number
  /** The users whose authenticators cannot be read, and are counted nowhere else. Absent where there is nobody. */
  readonly damaged?: readonly UserId[]
}

const nothing: OtpReport = {
  users: 0,
  authenticators: 0,
  unproven: 0,
  shared: 0,
  withoutRecoveryCode: 0,
}

/** Counts the pool's authenticators by what an operator would want to mend. */
export const reportOtps = (context: Context): ResultAsync<OtpReport, Unavailable> => {
  const holders = new Map<string, Set<UserId>>()
  const count = (
    sets: readonly OtpSet[],
    before: OtpReport,
    damaged: readonly UserId[],
  ): ResultAsync<OtpReport, Unavailable> => {
    for (const { userId, authenticators } of sets)
      for (const { fingerprint } of authenticators)
        holders.set(fingerprint, (holders.get(fingerprint) ?? new Set()).add(userId))
    const counted = sets.map((set) => countSet(set)).reduce(sum, before)
    return okAsync({ ...counted, ...namesOf([...(before.damaged ?? []), ...damaged]) })
  }
  return eachOtpSet(context, count, nothing).map((report) => ({
    ...report,
    shared: [...holders.values()].filter(({ size }) => size > 1).reduce((all, { size }) => all + size, 0),
  }))
}

const countSet = ({ authenticators, recoveryCodes }: OtpSet): OtpReport => ({
  users: 1,
  authenticators: authenticators.length,
  unproven: authenticators.filter(({ provenAt }) => provenAt === undefined).length,
  shared: 0,
  withoutRecoveryCode: recoveryCodes.some(({ usedAt }) => usedAt === undefined) ? 0 : 1,
})

const sum = (one: OtpReport, other: OtpReport): OtpReport => ({
  users: one.users + other.users,
  authenticators: one.authenticators + other.authenticators,
  unproven: one.unproven + other.unproven,
  shared: one.shared + other.shared,
  withoutRecoveryCode: one.withoutRecoveryCode + other.withoutRecoveryCode,
})
