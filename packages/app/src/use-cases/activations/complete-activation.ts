import type { Failure } from '@keepsake/domain'
import { ok, safeTry, type Result, type ResultAsync } from 'neverthrow'
import type { Account } from '../users/account.ts'
import type { Context } from '../../context.ts'
import type { Caller } from '../shared/caller.ts'
import { choosePassword } from '../passwords/choose-password.ts'
import { redeemPasswordToken } from '../passwords/password-token.ts'
import type { PasswordTransport } from '../passwords/password-transport.ts'

/** A first password, with the token from a notice. */
export type CompleteActivation = Caller &
  PasswordTransport & { readonly token: string; readonly newPassword: string }

/** `token_invalid`: the token is not valid, or no longer valid. */
export type CompleteActivationAnswer =
  { readonly verdict: 'activated'; readonly account: Account } | { readonly verdict: 'token_invalid' }

/**
 * Sets the first password of a user. The token is valid for one password, and only while the user has none and it has not
 * expired. A refused password does not use it up. The token does not sign the user in: the user signs in afterwards, with
 * the second factor if there is one.
 */
export const completeActivation = (
  { token, ...choice }: CompleteActivation,
  context: Context,
): ResultAsync<CompleteActivationAnswer, Failure> =>
  safeTry(async function* () {
    const redeemed = yield* redeemPasswordToken('account_activation', token, context)
    if (redeemed === undefined) return answer({ verdict: 'token_invalid' })
    const chosen = yield* choosePassword(redeemed, { ...choice, by: 'activation' }, context)
    if (chosen === 'overtaken') return answer({ verdict: 'token_invalid' })
    return answer({ verdict: 'activated', account: chosen.account })
  })

const answer = (given: CompleteActivationAnswer): Result<CompleteActivationAnswer, never> => ok(given)
