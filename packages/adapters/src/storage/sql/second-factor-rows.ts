import {
  recoveryCodeHash,
  sealed,
  userId,
  type DamagedSecondFactor,
  type StoredRecoveryCode,
  type TotpAlgorithm,
  type StoredAuthenticator,
  type FingerprintOwner,
  type SecondFactor,
  type UserPoolId,
} from '@keepsake/domain'
import { secondFactor as isSecondFactor } from '@keepsake/domain/guard'
import type { AuthenticatorRecord, OwnerRow, RecoveryCodeRow } from './second-factor-statements.ts'
import { readRecord } from './read-record.ts'
import type { RowOf } from './tables.ts'

/** The rows of a user's authenticators. */
export const toAuthenticatorRecords = (
  { userId: user, authenticators }: SecondFactor,
  pool: UserPoolId,
): readonly RowOf<'keepsake_authenticators'>[] =>
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
  { userId: user, recoveryCodes }: SecondFactor,
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
export const toSecondFactors = (
  enrolments: readonly AuthenticatorRecord[],
  codes: readonly RecoveryCodeRow[],
): readonly (SecondFactor | DamagedSecondFactor)[] => {
  const codesOf = Map.groupBy(codes, (row) => row.user_id)
  const read = ([user, rows]: readonly [string, readonly AuthenticatorRecord[]]): SecondFactor => ({
    userId: userId(user),
    authenticators: rows.map(toStoredAuthenticator),
    recoveryCodes: (codesOf.get(user) ?? []).map(toRecoveryCode),
  })
  return [...Map.groupBy(enrolments, (row) => row.user_id)].map(
    (rows) => readRecord(rows, read, isSecondFactor) ?? { userId: userId(rows[0]), damaged: true },
  )
}

export const toOwner = (row: OwnerRow): FingerprintOwner => ({
  fingerprint: row.fingerprint,
  userId: userId(row.user_id),
})

const toStoredAuthenticator = (row: AuthenticatorRecord): StoredAuthenticator => ({
  id: row.id,
  ...(row.name !== null && { name: row.name }),
  secret: sealed(row.secret),
  fingerprint: row.fingerprint,
  algorithm: row.algorithm as TotpAlgorithm,
  digits: row.digits as StoredAuthenticator['digits'],
  period: row.period,
  enrolledAt: row.enrolled_at,
  ...(row.proven_at !== null && { provenAt: row.proven_at }),
  lastStep: row.last_step,
})

const toRecoveryCode = (row: RecoveryCodeRow): StoredRecoveryCode => ({
  id: row.id,
  hash: recoveryCodeHash(row.hash),
  fingerprint: row.fingerprint,
  ...(row.used_at !== null && { usedAt: row.used_at }),
})
