import type { Failure, Issue } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { Account } from '../use-cases/users/account.ts'
import type { Context } from '../context.ts'
import {
  changePasswordInput,
  completePasswordResetInput,
  requestPasswordResetInput,
  requirePasswordChangeInput,
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
  completePasswordReset,
  type CompletePasswordReset,
  type CompletePasswordResetAnswer,
} from '../use-cases/passwords/complete-password-reset.ts'
import { decryptPasswords } from '../use-cases/passwords/password-transport.ts'
import { reportPasswords, type PasswordReport } from '../use-cases/passwords/report-passwords.ts'
import {
  requestPasswordReset,
  type RequestPasswordReset,
} from '../use-cases/passwords/request-password-reset.ts'
import {
  requirePasswordChange,
  type RequirePasswordChange,
} from '../use-cases/passwords/require-password-change.ts'
import { resetPassword, type ResetPassword } from '../use-cases/passwords/reset-password.ts'
import { validatePassword, type ValidatePassword } from '../use-cases/passwords/validate-password.ts'
import type { Doors, Guarded } from './door.ts'

/** `keepsake.passwords`: changes, checks, resets and counts passwords. */
export type Passwords = {
  /**
   * Changes the user's own password. The user proves who it is by the present password, or by the ticket of a sign-in that
   * demands a change.
   */
  readonly change: (command: ChangePassword) => ResultAsync<ChangePasswordAnswer, Failure>
  /** Lists every issue that the pool's password policy has with a password. The list is empty if the password is allowed. */
  readonly validate: (command: ValidatePassword) => ResultAsync<readonly Issue[], Failure>
  /** Sends a reset token to a user who has forgotten the password. The answer is the same if there is no such user. */
  readonly requestReset: (command: RequestPasswordReset) => ResultAsync<void, Failure>
  /** Completes a reset with the token from a notice. */
  readonly completeReset: (
    command: CompletePasswordReset,
  ) => ResultAsync<CompletePasswordResetAnswer, Failure>
  /**
   * Gives a user a new password. For administrators. It is generated and sent in a notice, or chosen by the caller if the
   * pool allows it.
   */
  readonly reset: (command: ResetPassword) => ResultAsync<Account, Failure>
  /** Demands a new password at the user's next sign-in. */
  readonly requireChange: (command: RequirePasswordChange) => ResultAsync<Account, Failure>
  /** Counts the users who have a password by the strength, format and cost of its hash. */
  readonly report: () => ResultAsync<PasswordReport, Failure>
}

/** Makes `keepsake.passwords`. */
export const openPasswords = (context: Context, { door }: Doors): Guarded<Passwords> => {
  const { transportCiphers } = context.ports
  return {
    change: door(changePasswordInput, (command) =>
      decryptPasswords(command, ['password', 'newPassword'], transportCiphers).andThen((clear) =>
        changePassword(clear, context),
      ),
    ),
    validate: door(validatePasswordInput, (command) =>
      decryptPasswords(command, ['password'], transportCiphers).andThen((clear) =>
        validatePassword(clear, context),
      ),
    ),
    requestReset: door(requestPasswordResetInput, (command) => requestPasswordReset(command, context)),
    completeReset: door(completePasswordResetInput, (command) =>
      decryptPasswords(command, ['newPassword'], transportCiphers).andThen((clear) =>
        completePasswordReset(clear, context),
      ),
    ),
    reset: door(resetPasswordInput, (command) =>
      command.by === 'generated'
        ? resetPassword(command, context)
        : decryptPasswords(command, ['newPassword'], transportCiphers).andThen((clear) =>
            resetPassword(clear, context),
          ),
    ),
    requireChange: door(requirePasswordChangeInput, (command) => requirePasswordChange(command, context)),
    report: door(nothing, () => reportPasswords(context)),
  }
}
