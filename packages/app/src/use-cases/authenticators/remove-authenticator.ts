import { rejected, type Failure } from '@keepsake/domain'
import { removeAuthenticator as remove, removeSecondFactor } from '@keepsake/domain/rules'
import type { ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { clearAttempts } from '../shared/clear-attempts.ts'
import { requireUser } from '../shared/require-user.ts'
import { toAuthenticators, type Authenticators } from './authenticator.ts'
import { changeSecondFactor, findSecondFactor, type SecondFactorChanging } from './change-second-factor.ts'

/** Lists the authenticators of a user without their secrets. */
export const listAuthenticators = (
  { userId }: { readonly userId: string },
  { storage }: Context,
): ResultAsync<Authenticators, Failure> =>
  requireUser(userId, storage).andThen((user) => findSecondFactor(user, storage).map(toAuthenticators))

/** One authenticator of a user. */
export type RemoveAuthenticator = { readonly userId: string; readonly authenticatorId: string }

/** Removes an authenticator. If it is the last one, the recovery codes are removed too. Its codes are invalid at once. */
export const removeAuthenticator = (
  { userId, authenticatorId }: RemoveAuthenticator,
  context: Context,
): ResultAsync<Authenticators, Failure> =>
  changeSecondFactor<Failure>(
    userId,
    {
      change: (present) => remove(present, authenticatorId).mapErr(rejected),
      alongside: forgetWrongCodes(userId),
    },
    context,
  ).map(toAuthenticators)

/** Removes the whole second factor of a user. For administrators. Rejected if there is none. */
export const removeAuthenticators = (
  { userId }: { readonly userId: string },
  context: Context,
): ResultAsync<void, Failure> =>
  changeSecondFactor<Failure>(
    userId,
    {
      change: (present) => removeSecondFactor(present).mapErr(rejected),
      alongside: forgetWrongCodes(userId),
    },
    context,
  ).map(() => undefined)

/** Wrong codes may have been meant for the removed authenticator. */
const forgetWrongCodes =
  (id: string): NonNullable<SecondFactorChanging<never>['alongside']> =>
  (stores) =>
    clearAttempts('second-factor', id, stores)
