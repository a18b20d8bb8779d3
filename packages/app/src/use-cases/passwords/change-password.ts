import type { Failure, Secret, Unavailable } from '@keepsake/domain'
import { errAsync, ok, okAsync, safeTry, type Result, type ResultAsync } from 'neverthrow'
import type { Account } from '../users/account.ts'
import type { Context } from '../../context.ts'
import { callerOf, type Caller } from '../shared/caller.ts'
import { issueDeviceToken } from '../sign-in/device-token.ts'
import type {
  Credentials,
  EnrolmentRequired,
  PlainVerdict,
  Recorded,
  TooManyAttempts,
} from '../sign-in/outcome.ts'
import { record } from '../sign-in/record.ts'
import { prove } from '../sign-in/sign-in.ts'
import { choosePassword, type PasswordProof } from './choose-password.ts'
import { redeemPasswordToken } from './password-token.ts'
import type { PasswordTransport } from './password-transport.ts'

/** A user's own change of password, proved by the present password or by the ticket from a sign-in. */
export type ChangePassword = { readonly newPassword: string } & PasswordTransport &
  (Credentials | (Caller & { readonly ticket: string }))

/** The answer to a change of password: the password was changed, or the reason why not. */
export type ChangePasswordAnswer =
  /** `deviceToken` is used as after a sign-in. The user's earlier device tokens are invalid. */
  | { readonly verdict: 'changed'; readonly account: Account; readonly deviceToken: Secret<string> }
  | TooManyAttempts
  | EnrolmentRequired
  | { readonly verdict: PlainVerdict | 'otp_required' | 'ticket_invalid' }

/**
 * Changes a password. The new password is checked only after the caller has proved to be the user, so the answer cannot
 * reveal the old password. Of two changes at the same time, one succeeds. The other one gets the answer of a later call.
 */
export const changePassword = (
  command: ChangePassword,
  context: Context,
): ResultAsync<ChangePasswordAnswer, Failure> =>
  safeTry(async function* () {
    const proof = yield* proofOf(command, context)
    if ('verdict' in proof) return answer(proof)
    const choice = { newPassword: command.newPassword, by: 'user', ...callerOf(command) } as const
    const chosen = yield* choosePassword(proof, choice, context)
    if (chosen === 'overtaken') return answer({ verdict: late(command) })
    const { account, credential } = chosen
    const deviceToken = issueDeviceToken(account.user.id, credential, context)
    return answer({ verdict: 'changed', account, deviceToken })
  })

const answer = (given: ChangePasswordAnswer): Result<ChangePasswordAnswer, never> => ok(given)

const proofOf = (
  command: ChangePassword,
  context: Context,
): ResultAsync<PasswordProof | NotProved, Unavailable> =>
  'ticket' in command
    ? redeemPasswordToken('password_ticket', command.ticket, context).map(
        (redeemed) => redeemed ?? { verdict: 'ticket_invalid' },
      )
    : prove(command, context)
        .andThen((proved) => record(proved, { signsIn: false }, context))
        .map(toProof)
        .orElse((failure) => (failure.kind === 'ended' ? okAsync(failure.answer) : errAsync(failure)))

type NotProved = Exclude<ChangePasswordAnswer, { readonly verdict: 'changed' }>

/** The answer does not say how to go on if a code is needed: the user must request the change again, with a code. */
const toProof = ({ verdict, account: { user }, credential }: Recorded): PasswordProof | NotProved => {
  switch (verdict) {
    case 'signed_in':
    case 'password_change_required':
      return { user, present: credential }
    case 'otp_enrolment_required':
      return { verdict, userId: user.id }
    case 'overtaken':
      return { verdict: 'wrong_credentials' }
    default:
      return { verdict }
  }
}

/** The answer that the proof would get a moment later. */
const late = (command: ChangePassword): 'ticket_invalid' | 'wrong_credentials' =>
  'ticket' in command ? 'ticket_invalid' : 'wrong_credentials'
