import type { Failure } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { Account } from '../account.ts'
import type { Context } from '../context.ts'
import { completeSignInInput, signInInput, unlockUserInput, verifyOtpInput } from '../input/sign-ins.ts'
import {
  completeSignIn,
  type CompleteSignIn,
  type CompleteSignInAnswer,
} from '../use-cases/sign-in/complete-sign-in.ts'
import { signIn, type SignIn, type SignInAnswer } from '../use-cases/sign-in/sign-in.ts'
import { openPasswords } from '../use-cases/passwords/password-transport.ts'
import { unlockUser, type UnlockUser } from '../use-cases/sign-in/unlock-user.ts'
import { verifyOtp, type VerifyOtp, type VerifyOtpAnswer } from '../use-cases/sign-in/verify-otp.ts'
import { type Doors, type GuardedVerbs } from './door.ts'

/** Signing users in. */
export type SignInVerbs = {
  /** Checks a password, and a code or recovery code where the user has an authenticator. */
  readonly signIn: (attempt: SignIn) => ResultAsync<SignInAnswer, Failure>
  /** Completes a sign-in that answered `otp_required`, with its ticket and a code or recovery code. */
  readonly completeSignIn: (attempt: CompleteSignIn) => ResultAsync<CompleteSignInAnswer, Failure>
  /** Checks a code of somebody who is signed in, and uses it up. */
  readonly verifyOtp: (command: VerifyOtp) => ResultAsync<VerifyOtpAnswer, Failure>
  /** Lets a user try again whose codes were wrong too often, for an administrator. */
  readonly unlockUser: (command: UnlockUser) => ResultAsync<Account, Failure>
}

export const signInVerbs = (context: Context, { door }: Doors): GuardedVerbs<SignInVerbs> => ({
  signIn: door(signInInput, (attempt) =>
    openPasswords(attempt, ['password'], context.ports.transportCiphers).andThen((opened) =>
      signIn(opened, context),
    ),
  ),
  completeSignIn: door(completeSignInInput, (attempt) => completeSignIn(attempt, context)),
  verifyOtp: door(verifyOtpInput, (command) => verifyOtp(command, context)),
  unlockUser: door(unlockUserInput, (command) => unlockUser(command, context)),
})
