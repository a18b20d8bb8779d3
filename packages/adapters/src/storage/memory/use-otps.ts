import {
  endOfStep,
  isFreshStep,
  lastStepBefore,
  type Instant,
  type KeptRecoveryCode,
  type OtpEnrolment,
  type OtpSet,
  type Sealed,
  type UserId,
} from '@keepsake/domain'
import { rememberCode, rememberLater, rememberSecret, usesOf } from './otp-uses.ts'
import { putOtps } from './put-otps.ts'
import type { Tables } from './tables.ts'

/** Uses up a time step of an authenticator, and so much of its secret's time. */
export const acceptStep = (
  tables: Tables,
  user: UserId,
  enrolmentId: string,
  step: number,
  at: Instant,
): 'accepted' | 'used-before' => {
  const { secrets } = usesOf(tables, user)
  const isUnused = ({ fingerprint, period, lastStep }: OtpEnrolment): boolean =>
    [lastStep, lastStepBefore(secrets.get(fingerprint) ?? 0, period)].every((last) => isFreshStep(step, last))
  const set = tables.otps.get(user)
  const found = set?.authenticators.find((each) => each.id === enrolmentId && isUnused(each))
  if (set === undefined || found === undefined) return 'used-before'
  const used = { ...found, provenAt: found.provenAt ?? at, lastStep: step }
  tables.otps.put(user, withChange(set, found, used))
  rememberSecret(tables, user, found.fingerprint, endOfStep(step, found.period))
  return 'accepted'
}

/** Uses up a recovery code, and the code itself, where its fingerprint is known. */
export const useRecoveryCode = (
  tables: Tables,
  user: UserId,
  codeId: string,
  at: Instant,
  fingerprint?: string,
): 'accepted' | 'used-before' => {
  const changed = withCodeUsed(tables.otps.get(user), codeId, at)
  if (changed === undefined) return 'used-before'
  tables.otps.put(user, changed)
  if (fingerprint === undefined) return 'accepted'
  if (usesOf(tables, user).codes.has(fingerprint)) return 'used-before'
  rememberCode(tables, user, fingerprint)
  return 'accepted'
}

/** Puts a secret, sealed anew, in its place. What was used of it is used under both fingerprints. */
export const reseal = (
  tables: Tables,
  user: UserId,
  enrolmentId: string,
  from: Sealed,
  to: { readonly secret: Sealed; readonly fingerprint: string },
): 'resealed' | 'overtaken' => {
  const set = tables.otps.get(user)
  const found = set?.authenticators.find((each) => each.id === enrolmentId && each.secret === from)
  if (set === undefined || found === undefined) return 'overtaken'
  putOtps(tables, withChange(set, found, { ...found, ...to }))
  const until = usesOf(tables, user).secrets.get(found.fingerprint)
  if (until !== undefined) rememberLater(tables, user, to.fingerprint, until)
  return 'resealed'
}

/** The set with one of its authenticators changed. */
const withChange = (set: OtpSet, from: OtpEnrolment, to: OtpEnrolment): OtpSet => ({
  ...set,
  authenticators: set.authenticators.map((each) => (each === from ? to : each)),
})

/** The set with one of its codes used up; nothing where it has no such code, or had it used before. */
const withCodeUsed = (set: OtpSet | undefined, codeId: string, at: Instant): OtpSet | undefined => {
  const isGood = ({ id, usedAt }: KeptRecoveryCode): boolean => id === codeId && usedAt === undefined
  if (set === undefined || !set.recoveryCodes.some(isGood)) return undefined
  return {
    ...set,
    recoveryCodes: set.recoveryCodes.map((each) => (isGood(each) ? { ...each, usedAt: at } : each)),
  }
}
