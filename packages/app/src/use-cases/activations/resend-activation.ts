import {
  gather,
  issue,
  noticeAddresses,
  rejected,
  userId,
  type Checked,
  type Credential,
  type EarnedNotice,
  type Failure,
  type User,
} from '@keepsake/domain'
import { err, errAsync, ok, safeTry, type ResultAsync } from 'neverthrow'
import { toAccount, type Account } from '../users/account.ts'
import type { Context } from '../../context.ts'
import { findCredential, userNotFound } from '../users/find-user.ts'
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
    const [user] = yield* context.storage.users.findByIds([userId(command.userId)])
    if (user === undefined) return err(userNotFound)
    const credential = yield* findCredential(user.id, context)
    const earned = yield* earnNotice(user, credential, context).mapErr(rejected)
    const notice = yield* makeActivationNotice(earned, user.id, context)
    yield* context.storage.atomically(({ users, outbox }) =>
      users
        .findByIds([user.id])
        .andThen((found) =>
          found.length === 0 ? errAsync<void, Failure>(userNotFound) : outbox.addAll([notice]),
        ),
    )
    return ok(toAccount(user, undefined))
  })

const earnNotice = (
  user: User,
  credential: Credential | undefined,
  { settings: { activationUrl } }: Context,
): Checked<EarnedNotice> => {
  const [address] = noticeAddresses(user)
  return gather(
    credential === undefined ? ok() : err([issue('password.already_set', ['userId'])]),
    address === undefined ? err([issue('notice.address_missing', ['userId'])]) : ok(address),
    activationUrl === undefined ? err([issue('notice.activation_url_missing')]) : ok(activationUrl),
  ).map(([, known, url]) => ({ ...known, kind: 'account-activation', url }))
}
