import { unavailable, type Unavailable } from '@keepsake/domain'
import { interrupted } from '../sql/interrupted.ts'
import { explainTls } from '../url/tls-failures.ts'

/** What PostgreSQL's error codes mean to an operator (https://www.postgresql.org/docs/18/errcodes-appendix.html). */
const meanings: Readonly<Record<string, string>> = {
  '08': 'the connection failed',
  '23': 'a record breaks a constraint of the schema',
  '25': 'the transaction had failed or has rested for too long, or the database is read-only',
  '28': 'the server refuses the user or the password',
  '3D': 'there is no such database',
  '40': 'other transactions have stood in the way for too long',
  '42': 'the schema is not ours, or the user may not use it',
  '53': 'the server is out of disk, memory or connections',
  '55': 'other transactions have kept a lock for too long',
  '57': 'an operator, or the server itself, has ended the connection, or a statement that took too long',
  '58': 'the server cannot read or write its files',
  XX: 'the server has failed, or its files are damaged',
}

type PgError = Error & { readonly code: string; readonly severity: string; readonly constraint?: string }

/**
 * An error that the server has answered, not an error of the connection, whose code may have five letters as well
 * (`EPIPE`).
 */
const isPgError = (error: unknown): error is PgError =>
  error instanceof Error &&
  'severity' in error &&
  'code' in error &&
  typeof error.code === 'string' &&
  /^[0-9A-Z]{5}$/u.test(error.code)

/** Whether the server has answered with one of these codes. */
export const hasCode = (error: unknown, codes: readonly string[]): boolean =>
  isPgError(error) && codes.includes(error.code)

/** Whether a row breaks a constraint of the schema: its key is taken, or it belongs to nothing. */
export const breaksConstraint = (error: unknown): boolean => isPgError(error) && error.code.startsWith('23')

/** Errors after which another try may succeed: `serialization_failure`, `deadlock_detected`, `lock_not_available`. */
const passing = ['40001', '40P01', '55P03']

export const isBusy = (error: unknown): boolean => error === interrupted || hasCode(error, passing)

/**
 * Our own words for every error that the driver throws. The server's text and details may quote values, such as a
 * user's email, so they are left out.
 */
export const toUnavailable = (error: unknown): Unavailable =>
  unavailable('storage', isPgError(error) ? explained(error) : (wireFailure(error) ?? error))

const explained = ({ code, constraint }: PgError): Error => {
  const meaning = meanings[code.slice(0, 2)] ?? 'the server refused a statement'
  const which = constraint === undefined ? '' : `, ${constraint}`
  return new Error(`PostgreSQL: ${meaning} (SQLSTATE ${code}${which})`)
}

const wireFailure = (error: unknown): Error | undefined => {
  const reason = explainTls(error)
  return reason === undefined ? undefined : new Error(`PostgreSQL: ${reason}`)
}
