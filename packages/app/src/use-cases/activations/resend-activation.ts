import { rejected, type Failure, type User } from '@keepsake/domain'
import { earnActivationNotice, type EarnedNotice } from '@keepsake/domain/rules'
import { errAsync, ok, safeTry, type ResultAsync } from 'neverthrow'
import { toAccount, type Account } from '../users/account.ts'
import type { Context } from '../../context.ts'
import { findCredential } from '../users/find-user.ts'
import { repeatOvertaken } from '../shared/repeatable-work.ts'
import { requireUser } from '../shared/require-user.ts'
import type { UserStores } from '../tenant/user-stores.ts'
import { makeActivationNotice } from './activation-notice.ts'

/** The user who has lost the link that sets a first password, or whose address was wrong. */
export type ResendActivation = { readonly userId: string }

/**
 * Sends another link, to the user's present address. An earlier link to that address stays valid until it expires or one of
 * the links is used. Only for users without a password. For others, use `passwords.reset`.
 */
export const resendActivation = (
  { userId }: ResendActivation,
  context: Context,
): ResultAsync<Account, Failure> =>
  repeatOvertaken<Account, Failure, Overtaken>(() => resend(userId, context), {
    isOvertaken,
    what: 'an address',
  })

/** The user got another address while the link was made for the former one. */
type Overtaken = { readonly kind: 'address-overtaken' }

const isOvertaken = (failure: { readonly kind: string }): failure is Overtaken =>
  failure.kind === 'address-overtaken'

const resend = (userId: string, context: Context): ResultAsync<Account, Failure | Overtaken> =>
  safeTry(async function* () {
    const { user, earned } = yield* earn(userId, context.storage, context)
    const notice = yield* makeActivationNotice(earned, user.id, context)
    // The token is made before the transaction, so everything that it depends on is read again.
    yield* context.storage.atomically((stores) =>
      earn(userId, stores, context).andThen((again): ResultAsync<void, Failure | Overtaken> =>
        again.earned.to === earned.to
          ? stores.outbox.addAll([notice])
          : errAsync({ kind: 'address-overtaken' }),
      ),
    )
    return ok(toAccount(user, undefined))
  })

const earn = (
  userId: string,
  storage: Pick<UserStores, 'users' | 'credentials'>,
  { settings }: Context,
): ResultAsync<{ readonly user: User; readonly earned: EarnedNotice }, Failure> =>
  safeTry(async function* () {
    const user = yield* requireUser(userId, storage)
    const hasPassword = (yield* findCredential(user.id, { storage })) !== undefined
    const earned = yield* earnActivationNotice(user, hasPassword, settings).mapErr(rejected)
    return ok({ user, earned })
  })
