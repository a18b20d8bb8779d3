import { decideSignIn, type Unavailable } from '@keepsake/domain'
import { ok, safeTry, type Result, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import type { Caller } from '../shared/caller.ts'
import { keptDigest } from '../secrets/stored-digest.ts'
import { issuePasswordToken, redeemPasswordToken } from '../passwords/password-token.ts'
import { codesLeft } from './authenticate.ts'
import { checkOtp, type OtpProof } from './check-otp.ts'
import { issueDeviceToken } from './device-token.ts'
import { mustBeChanged } from './must-change.ts'
import { recordSignIn } from './record-sign-in.ts'
import type { SignInAnswer } from './sign-in.ts'

/** The second half of a sign-in: the ticket from `signIn`, and a code or recovery code. */
export type CompleteSignIn = OtpProof & Pick<Caller, 'ip'> & { readonly ticket: string }

/** The answer to the second half of a sign-in. */
export type CompleteSignInAnswer =
  | Extract<SignInAnswer, { readonly verdict: 'signed_in' | 'password_change_required' }>
  /** `code_wrong`: the ticket is still valid. `ticket_invalid`: the user must start the sign-in again. */
  | { readonly verdict: 'code_wrong' | 'otp_locked' | 'ticket_invalid' }

/**
 * Completes a sign-in whose password was right. Attempts at the code count as in a sign-in with password and code together.
 * Changes meanwhile count: another password, an account that may not sign in, a removed authenticator. A ticket signs its
 * bearer in once: of several right codes at the same time, only the first one counts.
 */
export const completeSignIn = (
  { ticket, ip, ...proof }: CompleteSignIn,
  context: Context,
): ResultAsync<CompleteSignInAnswer, Unavailable> =>
  safeTry(async function* () {
    const redeemed = yield* redeemPasswordToken('sign_in_ticket', ticket, context)
    if (redeemed?.present === undefined) return answer({ verdict: 'ticket_invalid' })
    const { user, present: credential } = redeemed
    const [otps] = yield* context.storage.otps.findByUserIds([user.id])
    if (otps === undefined) return answer({ verdict: 'ticket_invalid' })
    const verdict = decideSignIn({
      password: 'right',
      status: user.status,
      otp: yield* checkOtp(user, otps, proof, context),
      mustChange: redeemed.mustChange || mustBeChanged(credential, context),
    })
    if (verdict === 'otp_locked') return answer({ verdict })
    if (verdict !== 'signed_in' && verdict !== 'password_change_required')
      return answer({ verdict: 'code_wrong' })
    if ((yield* spend(ticket, context)) === 'spent-before') return answer({ verdict: 'ticket_invalid' })
    if (verdict === 'password_change_required') {
      const change = yield* issuePasswordToken('password_ticket', user.id, credential, context)
      return answer({ verdict, ticket: change })
    }
    const account = yield* recordSignIn(user, credential, ip, context)
    if (account === 'overtaken') return answer({ verdict: 'ticket_invalid' })
    const deviceToken = issueDeviceToken(user.id, credential, context)
    return answer({ verdict, account, deviceToken, ...codesLeft(otps, proof) })
  })

const answer = (given: CompleteSignInAnswer): Result<CompleteSignInAnswer, never> => ok(given)

/** Longer than any ticket is valid, in ms. */
const rememberedForMs = 60 * 60_000

const spend = (ticket: string, context: Context): ResultAsync<'first' | 'spent-before', Unavailable> => {
  const key = keptDigest('sign-in ticket', ticket, context)
  const now = context.ports.sources.clock()
  return context.storage.singleUse.spend('sign-in-ticket', key, now, now + rememberedForMs)
}
