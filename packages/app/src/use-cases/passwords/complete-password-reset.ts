import type { Failure } from '@keepsake/domain'
import { ok, safeTry, type Result, type ResultAsync } from 'neverthrow'
import type { Account } from '../users/account.ts'
import type { Context } from '../../context.ts'
import type { Caller } from '../shared/caller.ts'
import { choosePassword } from './choose-password.ts'
import { redeemPasswordToken } from './password-token.ts'
import type { PasswordTransport } from './password-transport.ts'

/** A new password, with the token from a notice. */
export type CompletePasswordReset = Caller &
  PasswordTransport & { readonly token: string; readonly newPassword: string }

/** `token_invalid`: the token is not valid, or no longer valid. */
export type CompletePasswordResetAnswer =
  { readonly verdict: 'changed'; readonly account: Account } | { readonly verdict: 'token_invalid' }

/**
 * Completes a reset. The token is valid for one new password, and only while the present one is unchanged. A refused
 * password does not use it up. The token does not sign the user in: the user signs in afterwards, with the second factor if
 * there is one.
 */
export const completePasswordReset = (
  { token, ...choice }: CompletePasswordReset,
  context: Context,
): ResultAsync<CompletePasswordResetAnswer, Failure> =>
  safeTry(async function* () {
    const redeemed = yield* redeemPasswordToken('password_reset', token, context)
    if (redeemed === undefined) return answer({ verdict: 'token_invalid' })
    const chosen = yield* choosePassword(redeemed, { ...choice, by: 'reset' }, context)
    if (chosen === 'overtaken') return answer({ verdict: 'token_invalid' })
    return answer({ verdict: 'changed', account: chosen.account })
  })

const answer = (given: CompletePasswordResetAnswer): Result<CompletePasswordResetAnswer, never> => ok(given)
