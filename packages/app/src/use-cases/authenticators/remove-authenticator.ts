import { issue, rejected, type Failure, type OtpSet, type Unavailable, type User } from '@keepsake/domain'
import { errAsync, okAsync, ResultAsync, safeTry, ok } from 'neverthrow'
import type { Context } from '../../context.ts'
import { toAuthenticators, type Authenticators } from './authenticator.ts'
import { changeOtps, findOtps, findUserOf } from './change-otps.ts'

/** The authenticators of a user: all but their secrets. */
export const listAuthenticators = (
  { userId }: { readonly userId: string },
  context: Context,
): ResultAsync<Authenticators, Failure> =>
  findUserOf(userId, context).andThen((user) => findOtps(user, context).map(toAuthenticators))

/** One authenticator of a user. */
export type RemoveAuthenticator = { readonly userId: string; readonly authenticatorId: string }

/** Removes an authenticator, with the recovery codes if it was the last. Its codes sign nobody in from this moment on. */
export const removeAuthenticator = (
  { userId, authenticatorId }: RemoveAuthenticator,
  context: Context,
): ResultAsync<Authenticators, Failure> =>
  safeTry(async function* () {
    const user = yield* findUserOf(userId, context)
    const left = yield* changeOtps(
      user,
      (present) => without(authenticatorId, present),
      'otp.removed',
      context,
    )
    yield* forgetWrongCodes(user, context)
    return ok(toAuthenticators(left))
  })

/** Removes everything that a user has for the second factor, for an administrator. Refused where there is nothing. */
export const removeAuthenticators = (
  { userId }: { readonly userId: string },
  context: Context,
): ResultAsync<void, Failure> =>
  safeTry(async function* () {
    const user = yield* findUserOf(userId, context)
    yield* changeOtps(user, withoutAny, 'otp.removed', context)
    yield* forgetWrongCodes(user, context)
    return ok(undefined)
  })

/** Wrong codes may have been meant for what is gone. */
const forgetWrongCodes = ({ id }: User, { storage }: Context): ResultAsync<unknown, Unavailable> =>
  ResultAsync.combine([storage.attempts.clear('otp', id), storage.attempts.clear('recovery-code', id)])

const withoutAny = (present: OtpSet): ResultAsync<OtpSet, Failure> =>
  present.authenticators.length === 0
    ? errAsync(rejected([issue('otp.not_enrolled', ['userId'])]))
    : okAsync({ ...present, authenticators: [], recoveryCodes: [] })

const without = (id: string, present: OtpSet): ResultAsync<OtpSet, Failure> => {
  const authenticators = present.authenticators.filter((each) => each.id !== id)
  if (authenticators.length === present.authenticators.length)
    return errAsync(rejected([issue('otp.not_enrolled', ['authenticatorId'])]))
  return okAsync(
    authenticators.length === 0
      ? { ...present, authenticators, recoveryCodes: [] }
      : { ...present, authenticators },
  )
}
