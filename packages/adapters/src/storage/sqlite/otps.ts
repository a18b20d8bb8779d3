import {
  recoveryCodeHash,
  sealed,
  userId,
  type AlreadyEnrolled,
  type Instant,
  type OtpAlgorithm,
  type OtpEnrolment,
  type OtpStore,
  type UserId,
  type UserPoolId,
} from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import type { Session } from '../synchronous-storage.ts'
import { rowsAmong, type Connection, type Row, type Value } from './connection.ts'

/** The authenticators of a pool in SQLite. */
export const sqliteOtps = (session: Session<Connection>, pool: UserPoolId): OtpStore => ({
  insertAll: (enrolments) => session.write((connection) => insertAll(connection, pool, enrolments)),
  replaceAll: (enrolments) =>
    session.write((connection) => {
      for (const enrolment of enrolments) connection.run(sql.replace, pool, ...valuesOf(enrolment))
      return ok()
    }),
  findByUserIds: (ids) =>
    session.read((connection) => rowsAmong(connection, sql.byUser, pool, ids).map(toEnrolment)),
  acceptStep: (enrolmentId, step) =>
    session.write((connection) => accepted(connection.run(sql.acceptStep, step, pool, enrolmentId, step))),
  useRecoveryCode: (enrolmentId, at) =>
    session.write((connection) => accepted(connection.run(sql.useRecoveryCode, at, pool, enrolmentId))),
})

/** In the order of `valuesOf`, the user first. */
const columns =
  'user_id, id, secret, algorithm, digits, period, recovery_hash, recovery_used_at, enrolled_at, last_step'

const insert = `INSERT INTO otp_enrolments (user_pool_id, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (user_pool_id, user_id)`

const sql = {
  insert: `${insert} DO NOTHING`,
  replace: `${insert} DO UPDATE SET id = excluded.id, secret = excluded.secret, algorithm = excluded.algorithm,
    digits = excluded.digits, period = excluded.period, recovery_hash = excluded.recovery_hash,
    recovery_used_at = excluded.recovery_used_at, enrolled_at = excluded.enrolled_at, last_step = excluded.last_step`,
  byUser: `SELECT ${columns} FROM otp_enrolments WHERE user_pool_id = ? AND user_id = ?`,
  acceptStep: 'UPDATE otp_enrolments SET last_step = ? WHERE user_pool_id = ? AND id = ? AND last_step < ?',
  useRecoveryCode: `UPDATE otp_enrolments SET recovery_used_at = ? WHERE user_pool_id = ? AND id = ?
    AND recovery_hash IS NOT NULL AND recovery_used_at IS NULL`,
}

const accepted = (changes: number): Result<'accepted' | 'used-before', never> =>
  ok(changes === 1 ? 'accepted' : 'used-before')

const insertAll = (
  connection: Connection,
  pool: UserPoolId,
  enrolments: readonly OtpEnrolment[],
): Result<void, AlreadyEnrolled> => {
  const enrolled = new Set<UserId>()
  for (const enrolment of enrolments)
    if (connection.run(sql.insert, pool, ...valuesOf(enrolment)) === 0) enrolled.add(enrolment.userId)
  return enrolled.size === 0 ? ok() : err({ kind: 'already-enrolled', userIds: [...enrolled] })
}

const valuesOf = (enrolment: OtpEnrolment): readonly Value[] => [
  enrolment.userId,
  enrolment.id,
  enrolment.secret,
  enrolment.algorithm,
  enrolment.digits,
  enrolment.period,
  enrolment.recovery?.hash ?? null,
  enrolment.recovery?.usedAt ?? null,
  enrolment.enrolledAt,
  enrolment.lastStep,
]

type EnrolmentRow = {
  readonly user_id: string
  readonly id: string
  readonly secret: string
  readonly algorithm: OtpAlgorithm
  readonly digits: 6 | 8
  readonly period: number
  readonly recovery_hash: string | null
  readonly recovery_used_at: Instant | null
  readonly enrolled_at: Instant
  readonly last_step: number
}

const toEnrolment = (found: Row): OtpEnrolment => {
  const row = found as EnrolmentRow
  return {
    id: row.id,
    userId: userId(row.user_id),
    secret: sealed(row.secret),
    algorithm: row.algorithm,
    digits: row.digits,
    period: row.period,
    ...(row.recovery_hash !== null && { recovery: toRecovery(row.recovery_hash, row.recovery_used_at) }),
    enrolledAt: row.enrolled_at,
    lastStep: row.last_step,
  }
}

const toRecovery = (hash: string, usedAt: Instant | null): OtpEnrolment['recovery'] => ({
  hash: recoveryCodeHash(hash),
  ...(usedAt !== null && { usedAt }),
})
