import {
  recoveryCodeHash,
  sealed,
  userId,
  type Instant,
  type KeptRecoveryCode,
  type OtpAlgorithm,
  type OtpEnrolment,
  type OtpHolder,
  type OtpSet,
} from '@keepsake/domain'
import type { Row, Value } from './connection.ts'

/** In the order of `authenticatorValues`. */
export const authenticatorColumns =
  'id, name, secret, fingerprint, algorithm, digits, period, enrolled_at, proven_at, last_step'

export const authenticatorValues = (enrolment: OtpEnrolment): readonly Value[] => [
  enrolment.id,
  enrolment.name ?? null,
  enrolment.secret,
  enrolment.fingerprint,
  enrolment.algorithm,
  enrolment.digits,
  enrolment.period,
  enrolment.enrolledAt,
  enrolment.provenAt ?? null,
  enrolment.lastStep,
]

/** In the order of `recoveryCodeValues`. */
export const recoveryCodeColumns = 'id, hash, used_at'

export const recoveryCodeValues = ({ id, hash, usedAt }: KeptRecoveryCode): readonly Value[] => [
  id,
  hash,
  usedAt ?? null,
]

/** A user's set, from the rows of both tables in their order. */
export const toOtpSet = (
  id: string,
  authenticators: readonly Row[],
  recoveryCodes: readonly Row[],
): OtpSet => ({
  userId: userId(id),
  authenticators: authenticators.map(toEnrolment),
  recoveryCodes: recoveryCodes.map(toRecoveryCode),
})

export const toHolder = (found: Row): OtpHolder => {
  const row = found as { readonly fingerprint: string; readonly user_id: string }
  return { fingerprint: row.fingerprint, userId: userId(row.user_id) }
}

type EnrolmentRow = {
  readonly id: string
  readonly name: string | null
  readonly secret: string
  readonly fingerprint: string
  readonly algorithm: OtpAlgorithm
  readonly digits: 6 | 8
  readonly period: number
  readonly enrolled_at: Instant
  readonly proven_at: Instant | null
  readonly last_step: number
}

const toEnrolment = (found: Row): OtpEnrolment => {
  const row = found as EnrolmentRow
  return {
    id: row.id,
    ...(row.name !== null && { name: row.name }),
    secret: sealed(row.secret),
    fingerprint: row.fingerprint,
    algorithm: row.algorithm,
    digits: row.digits,
    period: row.period,
    enrolledAt: row.enrolled_at,
    ...(row.proven_at !== null && { provenAt: row.proven_at }),
    lastStep: row.last_step,
  }
}

type RecoveryCodeRow = { readonly id: string; readonly hash: string; readonly used_at: Instant | null }

const toRecoveryCode = (found: Row): KeptRecoveryCode => {
  const row = found as RecoveryCodeRow
  return {
    id: row.id,
    hash: recoveryCodeHash(row.hash),
    ...(row.used_at !== null && { usedAt: row.used_at }),
  }
}
