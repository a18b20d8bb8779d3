import type { Failure } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { Account } from '../use-cases/users/account.ts'
import type { Context } from '../context.ts'
import { completeActivationInput, resendActivationInput } from '../input/passwords.ts'
import {
  completeActivation,
  type CompleteActivation,
  type CompleteActivationAnswer,
} from '../use-cases/activations/complete-activation.ts'
import { decryptPasswords } from '../use-cases/passwords/password-transport.ts'
import { resendActivation, type ResendActivation } from '../use-cases/activations/resend-activation.ts'
import type { Doors, Guarded } from './door.ts'

/** `keepsake.activations`: the first password of a new user. */
export type Activations = {
  /** Sets a new user's first password with the token from a notice. */
  readonly complete: (command: CompleteActivation) => ResultAsync<CompleteActivationAnswer, Failure>
  /** Sends another link to a user who has not set a password yet. For administrators. */
  readonly resend: (command: ResendActivation) => ResultAsync<Account, Failure>
}

/** Makes `keepsake.activations`. */
export const openActivations = (context: Context, { door }: Doors): Guarded<Activations> => ({
  complete: door(completeActivationInput, (command) =>
    decryptPasswords(command, ['newPassword'], context.ports.transportCiphers).andThen((clear) =>
      completeActivation(clear, context),
    ),
  ),
  resend: door(resendActivationInput, (command) => resendActivation(command, context)),
})
