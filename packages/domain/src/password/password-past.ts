import { ok } from 'neverthrow'
import { collect, gather, optional, type Checked } from '../kernel/collect.ts'
import { checkNotBefore, parsePastTime, type GivenTime } from '../kernel/given-time.ts'
import type { Instant } from '../kernel/system.ts'
import { parseOrigin, type GivenOrigin } from './credential-origin.ts'

/** What a new user's password was in another system, as a caller gives it. */
export type GivenPasswordPast = {
  readonly passwordSetAt?: GivenTime
  /** Where the password comes from. */
  readonly passwordOrigin?: GivenOrigin
}

/** What a password was in another system, as far as it is known. */
export type PasswordPast = { readonly setAt?: Instant | undefined; readonly origin?: GivenOrigin | undefined }

/** Reads what a password was in another system. It was not set before its user was created. */
export const parsePasswordPast = (
  { passwordSetAt, passwordOrigin, createdAt }: GivenPasswordPast & { readonly createdAt?: GivenTime },
  now: Instant,
): Checked<PasswordPast> => {
  if (passwordSetAt === undefined && passwordOrigin === undefined) return ok({})
  const parts = collect({
    passwordSetAt: optional(passwordSetAt, (time) => parsePastTime(time, now)),
    passwordOrigin: optional(passwordOrigin, parseOrigin),
  })
  // A malformed time of creation is an issue of the user.
  const begin = optional(createdAt, (time) => parsePastTime(time, now)).unwrapOr(undefined)
  return parts.andThen(({ passwordSetAt: setAt, passwordOrigin: origin }) =>
    gather(checkNotBefore(begin, setAt, ['passwordSetAt'])).map(() => ({ setAt, origin })),
  )
}
