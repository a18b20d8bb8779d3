import { rejected, type Failure } from '@keepsake/domain'
import { earnActivationNotice } from '@keepsake/domain/rules'
import { ok, safeTry, type ResultAsync } from 'neverthrow'
import { toAccount, type Account } from '../users/account.ts'
import type { Context } from '../../context.ts'
import { findCredential } from '../users/find-user.ts'
import { requireUser } from '../shared/require-user.ts'
import { makeActivationNotice } from './activation-notice.ts'

/** The user who has lost the link that sets a first password, or whose address was wrong. */
export type ResendActivation = { readonly userId: string }

/**
 * Sends another link, to the user's present address. An earlier link to that address stays valid until it expires or one of
 * the links is used. Only for users without a password. For others, use `passwords.reset`.
 */
export const resendActivation = (
  command: ResendActivation,
  context: Context,
): ResultAsync<Account, Failure> =>
  safeTry(async function* () {
    const { storage, settings } = context
    const user = yield* requireUser(command.userId, storage)
    const hasPassword = (yield* findCredential(user.id, context)) !== undefined
    const earned = yield* earnActivationNotice(user, hasPassword, settings).mapErr(rejected)
    const notice = yield* makeActivationNotice(earned, user.id, context)
    // A user who was deleted meanwhile gets no notice.
    yield* storage.atomically((stores) =>
      requireUser(user.id, stores).andThen(() => stores.outbox.addAll([notice])),
    )
    return ok(toAccount(user, undefined))
  })
