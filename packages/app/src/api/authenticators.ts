import type { Failure, OtpSecret, Secret } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { Context } from '../context.ts'
import {
  beginOtpEnrolmentInput,
  confirmOtpEnrolmentInput,
  regenerateRecoveryCodesInput,
  removeAuthenticatorInput,
  unreadEnrolments,
} from '../input/authenticators.ts'
import { checkUnread } from '../input/check-input.ts'
import { nothing } from '../input/shape.ts'
import { verifyOtpInput } from '../input/sign-ins.ts'
import { ofUserInput } from '../input/users.ts'
import type { Authenticators } from '../use-cases/authenticators/authenticator.ts'
import {
  beginOtpEnrolment,
  type BeginOtpEnrolment,
  type BegunOtpEnrolment,
} from '../use-cases/authenticators/begin-enrolment.ts'
import {
  confirmOtpEnrolment,
  type ConfirmOtpEnrolment,
  type ConfirmOtpEnrolmentAnswer,
} from '../use-cases/authenticators/confirm-enrolment.ts'
import { revealOtpSecret } from '../use-cases/authenticators/sealed-secret.ts'
import {
  regenerateRecoveryCodes,
  type RegenerateRecoveryCodes,
} from '../use-cases/authenticators/regenerate-recovery-codes.ts'
import {
  listAuthenticators,
  removeAuthenticator,
  removeAuthenticators,
  type RemoveAuthenticator,
} from '../use-cases/authenticators/remove-authenticator.ts'
import { reportOtps, type OtpReport } from '../use-cases/authenticators/report-authenticators.ts'
import type { ImportOtp, ImportOtpReport } from '../use-cases/authenticators/import/command.ts'
import { importOtp } from '../use-cases/authenticators/import/import-authenticators.ts'
import { verifyOtp, type VerifyOtp, type VerifyOtpAnswer } from '../use-cases/authenticators/verify-otp.ts'
import type { Doors, Guarded } from './door.ts'

/** `keepsake.authenticators`: authenticators and recovery codes. */
export type AuthenticatorRoom = {
  /** Imports authenticators that existing users already use. It has the same two modes as `users.create`. */
  readonly import: (command: ImportOtp) => ResultAsync<ImportOtpReport, Failure>
  /** Checks a one-time code of a signed-in user. An accepted code cannot be used again. */
  readonly verify: (command: VerifyOtp) => ResultAsync<VerifyOtpAnswer, Failure>
  /** Makes a secret for a user's new authenticator. Nothing is stored until `confirm`. */
  readonly begin: (command: BeginOtpEnrolment) => ResultAsync<BegunOtpEnrolment, Failure>
  /** Stores the new authenticator once a code proves that the user's app has the secret. */
  readonly confirm: (command: ConfirmOtpEnrolment) => ResultAsync<ConfirmOtpEnrolmentAnswer, Failure>
  /** Lists a user's authenticators without their secrets, and says how many recovery codes are left. */
  readonly list: (of: { readonly userId: string }) => ResultAsync<Authenticators, Failure>
  /** Removes one authenticator. If it is the last one, the recovery codes are removed too. */
  readonly remove: (command: RemoveAuthenticator) => ResultAsync<Authenticators, Failure>
  /** Removes all authenticators and recovery codes of a user. For administrators. */
  readonly removeAll: (of: { readonly userId: string }) => ResultAsync<void, Failure>
  /** Replaces all recovery codes of a user by new ones. Show them to the user now: they cannot be read again. */
  readonly regenerateRecoveryCodes: (
    command: RegenerateRecoveryCodes,
  ) => ResultAsync<readonly Secret<string>[], Failure>
  /** Counts authenticators, and those that an operator may want to fix. */
  readonly report: () => ResultAsync<OtpReport, Failure>
  /** Answers the secret of a user's first authenticator in clear text. For administrators only. */
  readonly reveal: (of: { readonly userId: string }) => ResultAsync<OtpSecret | undefined, Failure>
}

/** Makes `keepsake.authenticators`. */
export const openAuthenticators = (
  context: Context,
  { door, doorOf }: Doors,
): Guarded<AuthenticatorRoom> => ({
  import: doorOf(checkUnread, unreadEnrolments, (batch) => importOtp(batch, context)),
  begin: door(beginOtpEnrolmentInput, (command) => beginOtpEnrolment(command, context)),
  confirm: door(confirmOtpEnrolmentInput, (command) => confirmOtpEnrolment(command, context)),
  list: door(ofUserInput, (of) => listAuthenticators(of, context)),
  remove: door(removeAuthenticatorInput, (command) => removeAuthenticator(command, context)),
  removeAll: door(ofUserInput, (of) => removeAuthenticators(of, context)),
  regenerateRecoveryCodes: door(regenerateRecoveryCodesInput, (command) =>
    regenerateRecoveryCodes(command, context),
  ),
  report: door(nothing, () => reportOtps(context)),
  reveal: door(ofUserInput, ({ userId }) => revealOtpSecret(userId, context)),
  verify: door(verifyOtpInput, (command) => verifyOtp(command, context)),
})
