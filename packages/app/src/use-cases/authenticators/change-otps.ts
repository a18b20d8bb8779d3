import {
  otpIds,
  unavailable,
  userId,
  type Failure,
  type OtpSet,
  type Unavailable,
  type User,
} from '@keepsake/domain'
import { err, errAsync, ok, safeTry, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { userNotFound } from '../find-user.ts'
import { writeEvents } from '../write-events.ts'

/** The user of an id, who must be there. */
export const findUserOf = (id: string, { storage }: Context): ResultAsync<User, Failure> =>
  storage.users
    .findByIds([userId(id)])
    .andThen(([user]) => (user === undefined ? err(userNotFound) : ok(user)))

/** What a user has for the second factor at this moment; without authenticators and recovery codes for who has nothing. */
export const findOtps = ({ id }: User, { storage }: Context): ResultAsync<OtpSet, Unavailable> =>
  storage.otps
    .findByUserIds([id])
    .map(([set]) => set ?? { userId: id, authenticators: [], recoveryCodes: [] })

/** More than a user can press a button at one moment. */
const mostTries = 8

/**
 * Changes what a user has for the second factor. `change` answers the set that is to be, or why there is none; it is
 * asked again where somebody else has changed the set meanwhile. `event` tells what it comes to, if anybody is to know.
 */
export const changeOtps = <E>(
  user: User,
  change: (present: OtpSet) => ResultAsync<OtpSet, E>,
  event: 'otp.enrolled' | 'otp.removed' | undefined,
  context: Context,
  tries: number = mostTries,
): ResultAsync<OtpSet, E | Unavailable> =>
  safeTry(async function* () {
    const present = yield* findOtps(user, context)
    const to = yield* change(present)
    const { authenticators } = to
    const happenings =
      event === undefined ? [] : [{ type: event, userId: user.id, authenticators: authenticators.length }]
    return context.storage
      .atomically((stores) =>
        stores.otps
          .writeAll([{ from: otpIds(present), to }])
          .andThen(() => writeEvents(happenings, stores, context)),
      )
      .map(() => to)
      .orElse((failure) => {
        if (failure.kind === 'unavailable') return errAsync(failure)
        return tries > 1
          ? changeOtps(user, change, event, context, tries - 1)
          : errAsync(unavailable('storage', new Error('an authenticator is being changed over and over')))
      })
  })
