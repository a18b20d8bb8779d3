import { issue, rejected, type Failure, type OtpSet } from '@keepsake/domain'
import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { toAuthenticators, type Authenticators } from './authenticator.ts'
import { changeOtps, findOtps, findUserOf, type OtpsChanging } from './change-second-factor.ts'

/** Lists the authenticators of a user without their secrets. */
export const listAuthenticators = (
  { userId }: { readonly userId: string },
  context: Context,
): ResultAsync<Authenticators, Failure> =>
  findUserOf(userId, context).andThen((user) => findOtps(user, context.storage).map(toAuthenticators))

/** One authenticator of a user. */
export type RemoveAuthenticator = { readonly userId: string; readonly authenticatorId: string }

/** Removes an authenticator. If it is the last one, the recovery codes are removed too. Its codes are invalid at once. */
export const removeAuthenticator = (
  { userId, authenticatorId }: RemoveAuthenticator,
  context: Context,
): ResultAsync<Authenticators, Failure> =>
  changeOtps(
    userId,
    { ...removal(userId), change: (present) => without(authenticatorId, present) },
    context,
  ).map(toAuthenticators)

/** Removes the whole second factor of a user. For administrators. Rejected if there is none. */
export const removeAuthenticators = (
  { userId }: { readonly userId: string },
  context: Context,
): ResultAsync<void, Failure> =>
  changeOtps(userId, { ...removal(userId), change: withoutAny }, context).map(() => undefined)

/** What comes with a removal: wrong codes are forgotten, because they may have been meant for the removed authenticator. */
const removal = (id: string): Omit<OtpsChanging<never>, 'change'> => ({
  event: 'otp.removed',
  alongside: ({ attempts }) =>
    ResultAsync.combine([attempts.clear('otp', id), attempts.clear('recovery-code', id)]),
})

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
