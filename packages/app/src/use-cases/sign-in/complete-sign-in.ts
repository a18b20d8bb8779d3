import type { Unavailable } from '@keepsake/domain'
import { decideChecked, mustBeChanged, spentTicketKeptMs } from '@keepsake/domain/rules'
import { ok, okAsync, safeTry, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { nothingCounted } from '../../guessing/take-back.ts'
import type { Caller } from '../shared/caller.ts'
import { issuePasswordToken, redeemPasswordToken } from '../passwords/password-token.ts'
import { storedDigest } from '../secrets/stored-digest.ts'
import { checkCode, type AuthenticatorProof } from './check-code.ts'
import { issueDeviceToken } from './device-token.ts'
import type { Recorded } from './outcome.ts'
import { record, type Recording } from './record.ts'
import { factOf } from './shown-code.ts'
import type { SignInAnswer } from './sign-in.ts'

/** The second half of a sign-in: the ticket from `signIn`, and a code or recovery code. */
export type CompleteSignIn = AuthenticatorProof & Pick<Caller, 'ip'> & { readonly ticket: string }

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
    if (redeemed?.present === undefined) return ok(ticketInvalid)
    const { user, present: credential } = redeemed
    const [secondFactor] = yield* context.storage.secondFactors.findByUserIds([user.id])
    if (secondFactor === undefined) return ok(ticketInvalid)
    const code = yield* checkCode(user, secondFactor, proof, context)
    const verdict = decideChecked({
      password: 'right',
      status: user.status,
      otp: factOf(code),
      mustChange:
        redeemed.mustChange || mustBeChanged(credential, context.settings.passwords.policy, now(context)),
    })
    if (typeof code === 'string') return ok(code === 'locked' ? otpLocked : codeWrong)
    const proved = { ...nothingCounted, verdict, user, credential, shown: code }
    const recorded = yield* record(proved, { signsIn: true, ip, spend: spendOf(ticket, context) }, context)
    return toAnswer(recorded, context)
  })

const ticketInvalid: CompleteSignInAnswer = { verdict: 'ticket_invalid' }
const codeWrong: CompleteSignInAnswer = { verdict: 'code_wrong' }
const otpLocked: CompleteSignInAnswer = { verdict: 'otp_locked' }

const now = ({ ports }: Context): number => ports.system.clock()

const spendOf =
  (ticket: string, context: Context): Recording['spend'] =>
  ({ singleUse }) => {
    const key = storedDigest('sign-in ticket', ticket, context)
    return singleUse.spend('sign-in-ticket', key, now(context), now(context) + spentTicketKeptMs)
  }

const toAnswer = (
  { verdict, account, credential, ...more }: Recorded,
  context: Context,
): ResultAsync<CompleteSignInAnswer, Unavailable> => {
  const { id } = account.user
  if (verdict === 'overtaken') return okAsync(ticketInvalid)
  if (verdict === 'signed_in')
    return okAsync({ verdict, account, deviceToken: issueDeviceToken(id, credential, context), ...more })
  if (verdict === 'password_change_required')
    return issuePasswordToken('password_ticket', id, credential, context).map((ticket) => ({
      verdict,
      ticket,
    }))
  return okAsync(codeWrong)
}
