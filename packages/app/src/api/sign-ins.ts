import type { Failure } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { Context } from '../context.ts'
import { completeSignInInput, signInInput } from '../input/sign-ins.ts'
import { decryptPasswords } from '../use-cases/passwords/password-transport.ts'
import {
  completeSignIn,
  type CompleteSignIn,
  type CompleteSignInAnswer,
} from '../use-cases/sign-in/complete-sign-in.ts'
import { signIn, type SignIn, type SignInAnswer } from '../use-cases/sign-in/sign-in.ts'
import type { Doors, Guarded } from './door.ts'

/** Signs users in. */
export type SignIns = {
  /** Checks a password, and a one-time code or recovery code if the user has an authenticator. */
  readonly signIn: (attempt: SignIn) => ResultAsync<SignInAnswer, Failure>
  /**
   * Completes a sign-in that answered `otp_required`. It takes the ticket of that answer, and a one-time code or recovery
   * code.
   */
  readonly completeSignIn: (attempt: CompleteSignIn) => ResultAsync<CompleteSignInAnswer, Failure>
}

/** Makes `keepsake.signIn` and `keepsake.completeSignIn`. */
export const openSignIns = (context: Context, { door }: Doors): Guarded<SignIns> => ({
  signIn: door(signInInput, (attempt) =>
    decryptPasswords(attempt, ['password'], context.ports.transportCiphers).andThen((opened) =>
      signIn(opened, context),
    ),
  ),
  completeSignIn: door(completeSignInInput, (attempt) => completeSignIn(attempt, context)),
})
