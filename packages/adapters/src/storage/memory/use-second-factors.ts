import {
  endOfStep,
  isFreshStep,
  lastStepBefore,
  type Instant,
  type StoredAuthenticator,
  type SecondFactor,
  type Sealed,
  type UserId,
} from '@keepsake/domain'
import { rememberCodes, rememberSecret, usesOf } from './factor-uses.ts'
import type { Tables } from './tables.ts'

/** Uses up a time step of an authenticator, and the same time of its secret. */
export const acceptStep = (
  tables: Tables,
  user: UserId,
  authenticatorId: string,
  step: number,
  at: Instant,
): 'accepted' | 'used-before' => {
  const { secrets } = usesOf(tables, user)
  const isUnused = ({ fingerprint, period, lastStep }: StoredAuthenticator): boolean =>
    [lastStep, lastStepBefore(secrets.get(fingerprint) ?? 0, period)].every((last) => isFreshStep(step, last))
  const set = tables.secondFactors.get(user)
  const found = set?.authenticators.find((each) => each.id === authenticatorId && isUnused(each))
  if (set === undefined || found === undefined) return 'used-before'
  const used = { ...found, provenAt: found.provenAt ?? at, lastStep: step }
  tables.secondFactors.put(user, withChange(set, found, used))
  rememberSecret(tables, user, found.fingerprint, endOfStep(step, found.period))
  return 'accepted'
}

/** Uses up a recovery code: its record, and the code itself by every fingerprint that is known of it. */
export const useRecoveryCode = (
  tables: Tables,
  user: UserId,
  codeId: string,
  at: Instant,
  given?: string,
): 'accepted' | 'used-before' => {
  const set = tables.secondFactors.get(user)
  const found = set?.recoveryCodes.find(({ id, usedAt }) => id === codeId && usedAt === undefined)
  if (set === undefined || found === undefined) return 'used-before'
  const recoveryCodes = set.recoveryCodes.map((each) => (each === found ? { ...each, usedAt: at } : each))
  tables.secondFactors.put(user, { ...set, recoveryCodes })
  const fingerprints = [found.fingerprint, given ?? found.fingerprint]
  const { codes: before } = usesOf(tables, user)
  rememberCodes(
    tables,
    user,
    fingerprints.map((fingerprint) => [fingerprint, at]),
  )
  return fingerprints.some((fingerprint) => before.has(fingerprint)) ? 'used-before' : 'accepted'
}

/** Replaces a secret by the same secret, sealed anew. */
export const reseal = (
  tables: Tables,
  user: UserId,
  authenticatorId: string,
  from: Sealed,
  to: Sealed,
): 'resealed' | 'overtaken' => {
  const set = tables.secondFactors.get(user)
  const found = set?.authenticators.find((each) => each.id === authenticatorId && each.secret === from)
  if (set === undefined || found === undefined) return 'overtaken'
  tables.secondFactors.put(user, withChange(set, found, { ...found, secret: to }))
  return 'resealed'
}

/** The set with one of its authenticators changed. */
const withChange = (set: SecondFactor, from: StoredAuthenticator, to: StoredAuthenticator): SecondFactor => ({
  ...set,
  authenticators: set.authenticators.map((each) => (each === from ? to : each)),
})
