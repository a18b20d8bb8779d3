import { issue, rejected, type Failure, type OtpSet } from '@keepsake/domain'
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
    const left = yield* changeOtps(user, (present) => without(authenticatorId, present), context)
    // Wrong codes may have been meant for the one that is gone.
    yield* ResultAsync.combine([
      context.storage.attempts.clear('otp', user.id),
      context.storage.attempts.clear('recovery-code', user.id),
    ])
    return ok(toAuthenticators(left))
  })

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
