import type { OtpSet, UserId } from '@keepsake/domain'
import { copyOf } from './records.ts'
import type { Tables } from './tables.ts'

/** Replaces everything that a user has by a set. */
export const putOtps = (tables: Tables, to: OtpSet): void => {
  const { otps, otpHolders } = tables
  const othersWith = (fingerprint: string): readonly UserId[] =>
    (otpHolders.get(fingerprint) ?? []).filter((id) => id !== to.userId)
  for (const { fingerprint } of otps.get(to.userId)?.authenticators ?? []) {
    const others = othersWith(fingerprint)
    otpHolders.put(fingerprint, others.length === 0 ? undefined : others)
  }
  for (const { fingerprint } of to.authenticators)
    otpHolders.put(fingerprint, [...othersWith(fingerprint), to.userId])
  otps.put(to.userId, to.authenticators.length === 0 ? undefined : copyOf(to))
}
