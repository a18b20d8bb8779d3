import {
  recoveryCodeHash,
  sealed,
  userId,
  type DamagedOtpSet,
  type KeptRecoveryCode,
  type OtpAlgorithm,
  type OtpEnrolment,
  type OtpHolder,
  type OtpSet,
  type UserPoolId,
} from '@keepsake/domain'
import { otpSet as isOtpSet } from '@keepsake/domain/guard'
import type { EnrolmentRow, HolderRow, RecoveryCodeRow } from './second-factor-statements.ts'
import { readRecord } from './read-record.ts'
import type { RowOf } from './tables.ts'

/** The rows of a user's authenticators. */
export const toEnrolmentRows = (
  { userId: user, authenticators }: OtpSet,
  pool: UserPoolId,
): readonly RowOf<'keepsake_otp_enrolments'>[] =>
  authenticators.map((each, slot) => ({
    user_pool_id: pool,
    user_id: user,
    slot,
    id: each.id,
    name: each.name ?? null,
    secret: each.secret,
    fingerprint: each.fingerprint,
    algorithm: each.algorithm,
    digits: each.digits,
    period: each.period,
    enrolled_at: each.enrolledAt,
    proven_at: each.provenAt ?? null,
    last_step: each.lastStep,
  }))

/** The rows of a user's recovery codes. */
export const toRecoveryCodeRows = (
  { userId: user, recoveryCodes }: OtpSet,
  pool: UserPoolId,
): readonly RowOf<'keepsake_recovery_codes'>[] =>
  recoveryCodes.map(({ id, hash, fingerprint, usedAt }, slot) => ({
    user_pool_id: pool,
    user_id: user,
    slot,
    id,
    hash,
    fingerprint,
    used_at: usedAt ?? null,
  }))

/**
 * The sets of the users who have an authenticator, from the rows of both tables in their order. A set with a damaged
 * row is damaged: without that row, a user would have fewer ways in, or a used code would be good again.
 */
export const toOtpSets = (
  enrolments: readonly EnrolmentRow[],
  codes: readonly RecoveryCodeRow[],
): readonly (OtpSet | DamagedOtpSet)[] => {
  const codesOf = Map.groupBy(codes, (row) => row.user_id)
  const read = ([user, rows]: readonly [string, readonly EnrolmentRow[]]): OtpSet => ({
    userId: userId(user),
    authenticators: rows.map(toEnrolment),
    recoveryCodes: (codesOf.get(user) ?? []).map(toRecoveryCode),
  })
  return [...Map.groupBy(enrolments, (row) => row.user_id)].map(
    (rows) => readRecord(rows, read, isOtpSet) ?? { userId: userId(rows[0]), damaged: true },
  )
}

export const toHolder = (row: HolderRow): OtpHolder => ({
  fingerprint: row.fingerprint,
  userId: userId(row.user_id),
})

const toEnrolment = (row: EnrolmentRow): OtpEnrolment => ({
  id: row.id,
  ...(row.name !== null && { name: row.name }),
  secret: sealed(row.secret),
  fingerprint: row.fingerprint,
  algorithm: row.algorithm as OtpAlgorithm,
  digits: row.digits as OtpEnrolment['digits'],
  period: row.period,
  enrolledAt: row.enrolled_at,
  ...(row.proven_at !== null && { provenAt: row.proven_at }),
  lastStep: row.last_step,
})

const toRecoveryCode = (row: RecoveryCodeRow): KeptRecoveryCode => ({
  id: row.id,
  hash: recoveryCodeHash(row.hash),
  fingerprint: row.fingerprint,
  ...(row.used_at !== null && { usedAt: row.used_at }),
})
