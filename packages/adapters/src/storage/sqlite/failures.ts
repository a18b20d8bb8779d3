import { unavailable, type Unavailable } from '@keepsake/domain'
import { interrupted } from '../sql/interrupted.ts'

/** What SQLite's primary result codes mean to an operator (https://www.sqlite.org/rescode.html). */
const meanings: Readonly<Record<number, string>> = {
  5: 'other connections have kept the database locked for too long',
  8: 'the database file, or the directory that it is in, is read-only',
  10: 'the database file could not be read or written',
  11: 'the database file is damaged',
  13: 'the disk is full',
  14: 'the database file cannot be opened: it is a directory, or this user may not read and write it',
  19: 'a record breaks a constraint of the schema',
  26: 'the file is not an SQLite database',
}

type SqliteError = Error & { readonly errcode: number; readonly errstr: string }

const isSqliteError = (error: unknown): error is SqliteError =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'

/** Extended result codes keep the primary one in their low byte. */
const primaryCode = (error: SqliteError): number => error.errcode & 0xff

/** SQLITE_BUSY in all its kinds: another connection writes, or recovers the log of a process that died. */
export const isBusy = (error: unknown): boolean =>
  error === interrupted || (isSqliteError(error) && primaryCode(error) === 5)

/** In ms: longer than the transaction of any import, shorter than a caller waits. */
export const usualPatience: number = 10_000

/**
 * Our own words for every error that the driver throws. The cause says what is wrong in plain words, and keeps the
 * driver's error.
 */
export const toUnavailable = (error: unknown): Unavailable =>
  unavailable('storage', isSqliteError(error) ? explained(error) : error)

const explained = (error: SqliteError): Error => {
  const meaning = meanings[primaryCode(error)] ?? error.errstr
  return new Error(`SQLite: ${meaning} (code ${error.errcode})`, { cause: error })
}
