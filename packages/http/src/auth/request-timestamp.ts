import { err, ok, type Result } from 'neverthrow'
import { within, type Instant } from '@keepsake/domain'
import { authFailure, type AuthFailure } from './auth-failure.ts'

/**
 * When the client says that it signed: `date`, or `x-authing-date` from the C# SDK. Each is an RFC 1123 date in GMT (Node)
 * or milliseconds since 1970 (Java, C#). A time more than `skewMs` before or after `now` is refused.
 */
export const readTimestamp = (
  headers: Readonly<Record<string, string | undefined>>,
  now: Instant,
  skewMs: number,
): Result<Instant, AuthFailure> => {
  const text = headers['date'] ?? headers['x-authing-date']
  if (text === undefined) return err(authFailure('timestamp_missing'))
  const instant = parseTimestamp(within(text, maxLength) ?? '')
  if (instant === undefined) return err(authFailure('timestamp_malformed'))
  return Math.abs(now - instant) > skewMs ? err(authFailure('timestamp_skewed')) : ok(instant)
}

/** Longer than either form, `Sun, 09 Oct 2022 06:14:00 GMT`. */
const maxLength = 64

const parseTimestamp = (text: string): Instant | undefined => {
  // At most 15 digits: an exact integer, and a time that `Date` can hold.
  if (/^\d{1,15}$/.test(text)) return Number(text)
  const date = new Date(text)
  // The date must give the same text when it is written again. `Date` accepts many more forms, some of them in the machine's
  // own time zone.
  return !Number.isNaN(date.getTime()) && date.toUTCString() === text ? date.getTime() : undefined
}
