import { unavailable, type Unavailable } from '@keepsake/domain'
import { interrupted } from '../sql/interrupted.ts'
import { explainTls } from '../url/tls-failures.ts'

/**
 * What the servers' error numbers mean to an operator
 * (https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html).
 */
const meanings: Readonly<Record<number, string>> = {
  1020: 'other transactions have stood in the way for too long',
  1021: 'the disk is full',
  1040: 'the server has too many connections',
  1044: 'the user may not use the database',
  1045: 'the server refuses the user or the password',
  1049: 'there is no such database',
  1053: 'the server is shutting down',
  1062: 'a record of this id is there already',
  1114: 'the disk is full',
  1142: 'the user may not do this to the tables',
  1146: 'the schema is not ours',
  1153: 'a record is larger than max_allowed_packet',
  1205: 'other transactions have kept a lock for too long',
  1213: 'other transactions have stood in the way for too long',
  1290: 'the server is read-only',
  1317: 'an operator has ended the statement',
  1366: 'a text cannot be kept as it is',
  1406: 'a text is longer than its column',
  1452: 'a record belongs to a user that does not exist',
  1836: 'the server is read-only',
  1927: 'an operator, or the server itself, has ended the connection',
  1969: 'a statement has taken too long',
  3024: 'a statement has taken too long',
  4031: 'the server has ended a connection that rested for too long',
}

type MysqlError = Error & { readonly errno: number; readonly code?: string; readonly sqlState?: string }

/** An error that the server has answered, not an error of the connection. */
const isMysqlError = (error: unknown): error is MysqlError =>
  error instanceof Error && 'errno' in error && Number(error.errno) >= 1000 && 'sqlState' in error

const hasNumber = (error: unknown, numbers: readonly number[]): boolean =>
  isMysqlError(error) && numbers.includes(error.errno)

/** Whether a row was refused because its key exists already. */
export const isDuplicate = (error: unknown): boolean => hasNumber(error, [1062])

/** Whether a table does not exist. */
export const isMissing = (error: unknown): boolean => hasNumber(error, [1146])

/**
 * Errors after which another try may succeed: a changed record under snapshot isolation, a lock that is held, a
 * deadlock.
 */
const passing = [1020, 1205, 1213]

export const isBusy = (error: unknown): boolean => error === interrupted || hasNumber(error, passing)

/**
 * Our own words for every error that the driver throws. The server's text quotes values, such as a user's email, and
 * the driver adds the statement, so both are left out.
 */
export const toUnavailable = (error: unknown): Unavailable =>
  unavailable('storage', isMysqlError(error) ? explained(error) : (wireFailure(error) ?? error))

const explained = ({ errno, sqlState }: MysqlError): Error =>
  new Error(
    `MySQL: ${meanings[errno] ?? 'the server refused a statement'} (error ${errno}, SQLSTATE ${sqlState})`,
  )

const wireFailure = (error: unknown): Error | undefined => {
  const reason = explainTls(error)
  return reason === undefined ? undefined : new Error(`MySQL: ${reason}`)
}
