import type { Failure, Issue } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { Account } from '../account.ts'
import type { Context } from '../context.ts'
import {
  changePasswordInput,
  completeActivationInput,
  completePasswordResetInput,
  requestPasswordResetInput,
  requirePasswordChangeInput,
  resendActivationInput,
  resetPasswordInput,
  validatePasswordInput,
} from '../input/passwords.ts'
import { nothing } from '../input/shape.ts'
import {
  changePassword,
  type ChangePassword,
  type ChangePasswordAnswer,
} from '../use-cases/passwords/change-password.ts'
import {
  completeActivation,
  type CompleteActivation,
  type CompleteActivationAnswer,
} from '../use-cases/passwords/complete-activation.ts'
import {
  completePasswordReset,
  type CompletePasswordReset,
  type CompletePasswordResetAnswer,
} from '../use-cases/passwords/complete-password-reset.ts'
import { openPasswords, type PasswordTransport } from '../use-cases/passwords/password-transport.ts'
import { reportPasswords, type PasswordReport } from '../use-cases/passwords/report-passwords.ts'
import {
  requestPasswordReset,
  type RequestPasswordReset,
} from '../use-cases/passwords/request-password-reset.ts'
import {
  requirePasswordChange,
  type RequirePasswordChange,
} from '../use-cases/passwords/require-password-change.ts'
import { resendActivation, type ResendActivation } from '../use-cases/passwords/resend-activation.ts'
import { resetPassword, type ResetPassword } from '../use-cases/passwords/reset-password.ts'
import { validatePassword, type ValidatePassword } from '../use-cases/passwords/validate-password.ts'
import { type Doors, type GuardedVerbs } from './door.ts'

/** What becomes of passwords. */
export type PasswordVerbs = {
  /** Changes a user's own password, by the present one or by the ticket of a sign-in that demands a change. */
  readonly changePassword: (command: ChangePassword) => ResultAsync<ChangePasswordAnswer, Failure>
  /** Every issue that the pool's policy has with a password; none where it would be taken. */
  readonly validatePassword: (command: ValidatePassword) => ResultAsync<readonly Issue[], Failure>
  /** Sends a reset token to who has forgotten the password. The answer is the same whether the login leads to anybody. */
  readonly requestPasswordReset: (command: RequestPasswordReset) => ResultAsync<void, Failure>
  /** Completes a reset with the token that a notice has told. */
  readonly completePasswordReset: (
    command: CompletePasswordReset,
  ) => ResultAsync<CompletePasswordResetAnswer, Failure>
  /** Sets a new user's first password with the token that a notice has told. */
  readonly completeActivation: (command: CompleteActivation) => ResultAsync<CompleteActivationAnswer, Failure>
  /** Sends a user who has no password yet another link to set it, for an administrator. */
  readonly resendActivation: (command: ResendActivation) => ResultAsync<Account, Failure>
  /** Gives a user a new password, for an administrator: generated and told by a notice, or chosen where the pool allows it. */
  readonly resetPassword: (command: ResetPassword) => ResultAsync<Account, Failure>
  /** Demands a new password at the user's next sign-in. */
  readonly requirePasswordChange: (command: RequirePasswordChange) => ResultAsync<Account, Failure>
  /** Counts the users who have a password by the strength, format and cost of its hash. */
  readonly reportPasswords: () => ResultAsync<PasswordReport, Failure>
}

export const passwordVerbs = (context: Context, { door }: Doors): GuardedVerbs<PasswordVerbs> => {
  const inClear = <Field extends string, Command extends PasswordTransport>(
    command: Command & Readonly<Partial<Record<Field, unknown>>>,
    ...fields: readonly Field[]
  ): ResultAsync<Command, Failure> => openPasswords(command, fields, context.ports.transportCiphers)
  return {
    changePassword: door(changePasswordInput, (command) =>
      inClear(command, 'password', 'newPassword').andThen((clear) => changePassword(clear, context)),
    ),
    validatePassword: door(validatePasswordInput, (command) =>
      inClear(command, 'password').andThen((clear) => validatePassword(clear, context)),
    ),
    requestPasswordReset: door(requestPasswordResetInput, (command) =>
      requestPasswordReset(command, context),
    ),
    completePasswordReset: door(completePasswordResetInput, (command) =>
      inClear(command, 'newPassword').andThen((clear) => completePasswordReset(clear, context)),
    ),
    completeActivation: door(completeActivationInput, (command) =>
      inClear(command, 'newPassword').andThen((clear) => completeActivation(clear, context)),
    ),
    resendActivation: door(resendActivationInput, (command) => resendActivation(command, context)),
    resetPassword: door(resetPasswordInput, (command) =>
      command.by === 'generated'
        ? resetPassword(command, context)
        : inClear(command, 'newPassword').andThen((clear) => resetPassword(clear, context)),
    ),
    requirePasswordChange: door(requirePasswordChangeInput, (command) =>
      requirePasswordChange(command, context),
    ),
    reportPasswords: door(nothing, () => reportPasswords(context)),
  }
}
