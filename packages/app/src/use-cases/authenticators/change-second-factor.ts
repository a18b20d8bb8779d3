import {
  otpIds,
  unavailable,
  userId,
  type Failure,
  type OtpSet,
  type OtpsOvertaken,
  type Unavailable,
  type User,
} from '@keepsake/domain'
import { err, errAsync, ok, safeTry, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { userNotFound } from '../users/find-user.ts'
import type { UserStores } from '../tenant/user-stores.ts'
import { writeEvents } from '../events/write-events.ts'

/** Finds the user of an id. Rejected if there is none. */
export const findUserOf = (
  id: string,
  { storage }: { readonly storage: Pick<UserStores, 'users'> },
): ResultAsync<User, Failure> =>
  storage.users
    .findByIds([userId(id)])
    .andThen(([user]) => (user === undefined ? err(userNotFound) : ok(user)))

/** The present second factor of a user. Its lists are empty if the user has none. */
export const findOtps = (
  { id }: Pick<User, 'id'>,
  { otps }: Pick<UserStores, 'otps'>,
): ResultAsync<OtpSet, Unavailable> =>
  otps.findByUserIds([id]).map(([set]) => set ?? { userId: id, authenticators: [], recoveryCodes: [] })

/** How to change a user's second factor. */
export type OtpsChanging<E> = {
  /**
   * Answers the new set, or an error. It is called where the set is written, and nobody else can change the set meanwhile.
   * It may be called again.
   */
  readonly change: (present: OtpSet) => ResultAsync<OtpSet, E>
  /** The event to write, if any. */
  readonly event?: 'otp.enrolled' | 'otp.removed'
  /** What else to write in the same transaction. If it fails, nothing is written. */
  readonly alongside?: (stores: UserStores) => ResultAsync<unknown, E | Unavailable>
}

/** More than the number of times a user can press a button at the same time. */
const mostTries = 8

/** Decides and writes the second factor of a user in one transaction. Rejected if there is no such user. */
export const changeOtps = <E extends { readonly kind: string }>(
  id: string,
  changing: OtpsChanging<E>,
  context: Context,
  tries: number = mostTries,
): ResultAsync<OtpSet, E | Failure> =>
  context.storage
    .atomically((stores) => writeChange(id, changing, stores, context))
    .orElse((failure) => {
      if (!isOvertaken(failure)) return errAsync(failure)
      return tries > 1
        ? changeOtps(id, changing, context, tries - 1)
        : errAsync(unavailable('storage', new Error('an authenticator is being changed over and over')))
    })

const writeChange = <E>(
  id: string,
  { change, event, alongside }: OtpsChanging<E>,
  stores: UserStores,
  context: Context,
): ResultAsync<OtpSet, E | OtpsOvertaken | Failure> =>
  safeTry(async function* () {
    const user = yield* findUserOf(id, { storage: stores })
    const present = yield* findOtps(user, stores)
    const to = yield* change(present)
    yield* stores.otps.writeAll([{ from: otpIds(present), to }])
    const { authenticators } = to
    const happened =
      event === undefined ? [] : [{ type: event, userId: user.id, authenticators: authenticators.length }]
    yield* writeEvents(happened, stores, context)
    if (alongside !== undefined) yield* alongside(stores)
    return ok(to)
  })

const isOvertaken = (failure: { readonly kind: string }): failure is OtpsOvertaken =>
  failure.kind === 'otps-overtaken'
