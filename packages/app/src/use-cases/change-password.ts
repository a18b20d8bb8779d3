import {
  inside,
  issue,
  normalised,
  parsePlainPassword,
  rejected,
  type Checked,
  type Failure,
  type PlainPassword,
  type SignInVerdict,
} from '@keepsake/domain'
import { err, ok, safeTry, type Result, type ResultAsync } from 'neverthrow'
import { toAccount, type Account } from '../account.ts'
import type { Context } from '../context.ts'
import { authenticate, type Credentials } from './authenticate.ts'
import { redeemTicket, type Redeemed } from './password-ticket.ts'

/** A user's own change of password: by the present one, or by the ticket that a sign-in answered. */
export type ChangePassword = { readonly newPassword: string } & (Credentials | { readonly ticket: string })

export type ChangePasswordAnswer =
  | { readonly verdict: 'changed'; readonly account: Account }
  | { readonly verdict: Exclude<SignInVerdict, 'signed_in' | 'password_change_required'> | 'ticket_invalid' }

/**
 * Changes a password. The new one is judged only for who has proved to be the user, so that nobody learns from it what
 * the old one is. Of two changes at one moment one is made; the other answers as if it had come later.
 */
export const changePassword = (
  command: ChangePassword,
  context: Context,
): ResultAsync<ChangePasswordAnswer, Failure> =>
  safeTry(async function* () {
    const proof = yield* prove(command, context)
    if ('verdict' in proof) return answer(proof)
    const { user, credential } = proof
    const { passwordHasher, passwordVerifier, sources } = context.ports

    const plain = yield* readNew(command.newPassword)
    const verdict = yield* passwordVerifier.verify(normalised(plain), credential.hash)
    if (verdict === 'right' || verdict === 'outdated')
      return err(rejected([issue('password.unchanged', ['newPassword'])]))

    const hash = yield* passwordHasher.hash(plain)
    const changed = {
      userId: user.id,
      hash,
      setAt: sources.clock(),
      mustChange: false,
      former: credential.former,
    }
    const outcome = yield* context.storage.credentials.replace(credential.hash, changed)
    if (outcome === 'overtaken') return answer({ verdict: late(command) })
    return answer({ verdict: 'changed', account: toAccount(user, changed) })
  })

const answer = (given: ChangePasswordAnswer): Result<ChangePasswordAnswer, never> => ok(given)

const prove = (
  command: ChangePassword,
  context: Context,
): ResultAsync<Redeemed | Exclude<ChangePasswordAnswer, { verdict: 'changed' }>, Failure> =>
  'ticket' in command
    ? redeemTicket(command.ticket, context).map((redeemed) => redeemed ?? { verdict: 'ticket_invalid' })
    : authenticate(command, context).map((authentication) =>
        'user' in authentication
          ? { user: authentication.user, credential: authentication.credential }
          : authentication,
      )

const readNew = (text: string): Result<PlainPassword, Failure> => {
  const parsed: Checked<PlainPassword> = inside(['newPassword'], parsePlainPassword(text))
  return parsed.mapErr(rejected)
}

/** What the proof would have come to, had it been given a moment later. */
const late = (command: ChangePassword): 'ticket_invalid' | 'wrong_credentials' =>
  'ticket' in command ? 'ticket_invalid' : 'wrong_credentials'
