import {
  issue,
  rejected,
  userId,
  type Failure,
  type Notice,
  type Unavailable,
  type User,
} from '@keepsake/domain'
import { maySignIn, noticeAddresses, resetRequestBackoff } from '@keepsake/domain/rules'
import { err, ok, safeTry, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { findByLogin, findCredentialOfLogin } from '../users/find-user.ts'
import { makeNotice } from '../shared/make-notice.ts'
import { sealNotice } from '../shared/seal-notice.ts'
import { accountOf } from '../sign-in/find-attempt.ts'
import { issuePasswordToken } from './password-token.ts'

/** The login of a user who cannot sign in: an email, phone number or username, in any spelling. */
export type RequestPasswordReset = { readonly login: string }

/**
 * Sends a token that completes a reset to the user's stored address. The answer and the work are the same whether or not
 * there is such a user who may sign in and has an address. Too many requests for one account get the same answer, and send
 * nothing.
 */
export const requestPasswordReset = (
  { login }: RequestPasswordReset,
  context: Context,
): ResultAsync<void, Failure> =>
  safeTry(async function* () {
    const { resetUrl } = context.settings
    if (resetUrl === undefined) return err(rejected([issue('notice.reset_url_missing')]))
    const user = yield* findByLogin(login, context)
    const account = accountOf(user, login, context)
    const notices = yield* makeNotices(account, user, resetUrl, context)
    const now = context.ports.system.clock()
    // In one transaction: with a second commit for the notice, the time would show whether there is one.
    yield* context.storage.atomically(({ users, attempts, outbox }) =>
      // A user who was deleted meanwhile gets no notice. A user who does not exist is looked up too, so that it takes as
      // long.
      users
        .findByIds([userId(account)])
        .andThen((found) =>
          attempts
            .reserve('password-reset', account, resetRequestBackoff, now)
            .andThen(({ granted }) => outbox.addAll(granted && found.length > 0 ? notices : [])),
        ),
    )
    return ok()
  })

/** Costs as much work as a real address. */
const nobodysAddress = 'nobody@example.com'

/** Makes a token for every request, and a notice of it if there is a user who can get it. */
const makeNotices = (
  account: string,
  user: User | undefined,
  resetUrl: string,
  context: Context,
): ResultAsync<readonly Notice[], Unavailable> =>
  safeTry(async function* () {
    const id = userId(account)
    const present = yield* findCredentialOfLogin(id, context)
    const address = user !== undefined && maySignIn(user) ? noticeAddresses(user)[0] : undefined
    const to = address?.to ?? nobodysAddress
    const token = yield* issuePasswordToken('password_reset', id, present, context, { sentTo: to })
    const earned = {
      channel: address?.channel ?? 'email',
      to,
      kind: 'password-reset',
      url: resetUrl,
    } as const
    const notice = yield* sealNotice(makeNotice(earned, id, context), token, context)
    return ok(address === undefined ? [] : [notice])
  })
