import type { SecondFactor, UserId } from '@keepsake/domain'
import { copyOf } from './records.ts'
import type { Tables } from './tables.ts'

/** Replaces everything that a user has by a set. */
export const putSecondFactors = (tables: Tables, to: SecondFactor): void => {
  const { secondFactors, fingerprintOwners } = tables
  const othersWith = (fingerprint: string): readonly UserId[] =>
    (fingerprintOwners.get(fingerprint) ?? []).filter((id) => id !== to.userId)
  for (const { fingerprint } of secondFactors.get(to.userId)?.authenticators ?? []) {
    const others = othersWith(fingerprint)
    fingerprintOwners.put(fingerprint, others.length === 0 ? undefined : others)
  }
  for (const { fingerprint } of to.authenticators)
    fingerprintOwners.put(fingerprint, [...othersWith(fingerprint), to.userId])
  secondFactors.put(to.userId, to.authenticators.length === 0 ? undefined : copyOf(to))
}
