import type { OtpChange, OtpSet, OtpsOvertaken, OtpStore, UserPoolId } from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import { sameIds } from '../same-ids.ts'
import type { Session } from '../synchronous-storage.ts'
import type { Connection, Row } from './connection.ts'
import {
  authenticatorColumns,
  authenticatorValues,
  recoveryCodeColumns,
  recoveryCodeValues,
  toHolder,
  toOtpSet,
} from './otp-rows.ts'

/** The authenticators and recovery codes of a pool in SQLite. */
export const sqliteOtps = (session: Session<Connection>, pool: UserPoolId): OtpStore => ({
  writeAll: (changes) => session.write((connection) => writeAll(connection, pool, changes)),
  findByUserIds: (ids) => session.read((connection) => setsOf(connection, pool, [...new Set(ids)])),
  findHolders: (fingerprints) =>
    session.read((connection) =>
      [...new Set(fingerprints)].flatMap((each) => connection.all(sql.holders, pool, each).map(toHolder)),
    ),
  list: (after, limit) =>
    session.read((connection) => {
      const rows =
        after === undefined
          ? connection.all(sql.firstUsers, pool, limit)
          : connection.all(sql.usersAfter, pool, after, limit)
      return setsOf(connection, pool, rows.map(idOf))
    }),
  acceptStep: (userId, enrolmentId, step, at) =>
    session.write((connection) =>
      ok(accepted(connection.run(sql.acceptStep, step, at, pool, userId, enrolmentId, step))),
    ),
  useRecoveryCode: (userId, codeId, at) =>
    session.write((connection) =>
      ok(accepted(connection.run(sql.useRecoveryCode, at, pool, userId, codeId))),
    ),
  reseal: (userId, enrolmentId, from, { secret, fingerprint }) =>
    session.write((connection) => {
      const changes = connection.run(sql.reseal, secret, fingerprint, pool, userId, enrolmentId, from)
      return ok(changes === 1 ? 'resealed' : 'overtaken')
    }),
})

const placeholders = (columns: string): string => columns.replaceAll(/\w+/gu, '?')

const insertInto = (table: string, columns: string): string =>
  `INSERT INTO ${table} (user_pool_id, user_id, slot, ${columns}) VALUES (?, ?, ?, ${placeholders(columns)})`

const ofUser = 'user_pool_id = ? AND user_id = ?'

const sql = {
  ids: `SELECT id FROM otp_enrolments WHERE ${ofUser} UNION ALL SELECT id FROM recovery_codes WHERE ${ofUser}`,
  removeAuthenticators: `DELETE FROM otp_enrolments WHERE ${ofUser}`,
  removeRecoveryCodes: `DELETE FROM recovery_codes WHERE ${ofUser}`,
  insertAuthenticator: insertInto('otp_enrolments', authenticatorColumns),
  insertRecoveryCode: insertInto('recovery_codes', recoveryCodeColumns),
  authenticators: `SELECT ${authenticatorColumns} FROM otp_enrolments WHERE ${ofUser} ORDER BY slot`,
  recoveryCodes: `SELECT ${recoveryCodeColumns} FROM recovery_codes WHERE ${ofUser} ORDER BY slot`,
  holders:
    'SELECT DISTINCT fingerprint, user_id FROM otp_enrolments WHERE user_pool_id = ? AND fingerprint = ?',
  // Who has any has one in place 0.
  firstUsers: `SELECT user_id AS id FROM otp_enrolments WHERE user_pool_id = ? AND slot = 0
    ORDER BY user_id LIMIT ?`,
  usersAfter: `SELECT user_id AS id FROM otp_enrolments WHERE user_pool_id = ? AND user_id > ? AND slot = 0
    ORDER BY user_id LIMIT ?`,
  acceptStep: `UPDATE otp_enrolments SET last_step = ?, proven_at = coalesce(proven_at, ?)
    WHERE ${ofUser} AND id = ? AND last_step < ?`,
  useRecoveryCode: `UPDATE recovery_codes SET used_at = ? WHERE ${ofUser} AND id = ? AND used_at IS NULL`,
  reseal: `UPDATE otp_enrolments SET secret = ?, fingerprint = ? WHERE ${ofUser} AND id = ? AND secret = ?`,
}

const idOf = (row: Row): string => String(row['id'])

const accepted = (changes: number): 'accepted' | 'used-before' => (changes === 1 ? 'accepted' : 'used-before')

/** Goes on past the first change that is overtaken, so that every one is named; the caller's savepoint undoes the others. */
const writeAll = (
  connection: Connection,
  pool: UserPoolId,
  changes: readonly OtpChange[],
): Result<void, OtpsOvertaken> => {
  const overtaken = changes.filter((change) => !write(connection, pool, change)).map(({ to }) => to.userId)
  return overtaken.length === 0 ? ok() : err({ kind: 'otps-overtaken', userIds: [...new Set(overtaken)] })
}

/** Under the write lock: nobody comes between what is read here and what is written. */
const write = (connection: Connection, pool: UserPoolId, { from, to }: OtpChange): boolean => {
  const place = [pool, to.userId] as const
  const present = connection.all(sql.ids, ...place, ...place).map(idOf)
  if (!sameIds(from, present)) return false
  if (present.length > 0) {
    connection.run(sql.removeAuthenticators, ...place)
    connection.run(sql.removeRecoveryCodes, ...place)
  }
  for (const [slot, each] of to.authenticators.entries())
    connection.run(sql.insertAuthenticator, ...place, slot, ...authenticatorValues(each))
  for (const [slot, each] of to.authenticators.length === 0 ? [] : to.recoveryCodes.entries())
    connection.run(sql.insertRecoveryCode, ...place, slot, ...recoveryCodeValues(each))
  return true
}

const setsOf = (connection: Connection, pool: UserPoolId, ids: readonly string[]): readonly OtpSet[] =>
  ids.flatMap((id) => {
    const authenticators = connection.all(sql.authenticators, pool, id)
    return authenticators.length === 0
      ? []
      : [toOtpSet(id, authenticators, connection.all(sql.recoveryCodes, pool, id))]
  })
