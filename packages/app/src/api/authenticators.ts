import type { Failure, TotpSecret, Secret } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { Context } from '../context.ts'
import {
  beginEnrolmentInput,
  confirmEnrolmentInput,
  regenerateRecoveryCodesInput,
  removeAuthenticatorInput,
  unreadAuthenticators,
} from '../input/authenticators.ts'
import { checkUnread } from '../input/check-input.ts'
import { nothing } from '../input/shape.ts'
import { verifyCodeInput } from '../input/sign-ins.ts'
import { ofUserInput } from '../input/users.ts'
import type { Authenticators } from '../use-cases/authenticators/authenticator.ts'
import {
  beginEnrolment,
  type BeginEnrolment,
  type EnrolmentBegun,
} from '../use-cases/authenticators/begin-enrolment.ts'
import {
  confirmEnrolment,
  type ConfirmEnrolment,
  type ConfirmEnrolmentAnswer,
} from '../use-cases/authenticators/confirm-enrolment.ts'
import { revealTotpSecret } from '../use-cases/authenticators/sealed-secret.ts'
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
import {
  reportAuthenticators,
  type AuthenticatorReport,
} from '../use-cases/authenticators/report-authenticators.ts'
import type {
  ImportAuthenticators,
  ImportAuthenticatorsReport,
} from '../use-cases/authenticators/import/command.ts'
import { importAuthenticators } from '../use-cases/authenticators/import/import-authenticators.ts'
import {
  verifyCode,
  type VerifyCode,
  type VerifyCodeAnswer,
} from '../use-cases/authenticators/verify-code.ts'
import type { Doors, Guarded } from './door.ts'

/** `keepsake.authenticators`: authenticators and recovery codes. */
export type AuthenticatorRoom = {
  /** Imports authenticators that existing users already use. It has the same two modes as `users.create`. */
  readonly import: (command: ImportAuthenticators) => ResultAsync<ImportAuthenticatorsReport, Failure>
  /** Checks a one-time code of a signed-in user. An accepted code cannot be used again. */
  readonly verify: (command: VerifyCode) => ResultAsync<VerifyCodeAnswer, Failure>
  /** Makes a secret for a user's new authenticator. Nothing is stored until `confirm`. */
  readonly begin: (command: BeginEnrolment) => ResultAsync<EnrolmentBegun, Failure>
  /** Stores the new authenticator once a code proves that the user's app has the secret. */
  readonly confirm: (command: ConfirmEnrolment) => ResultAsync<ConfirmEnrolmentAnswer, Failure>
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
  readonly report: () => ResultAsync<AuthenticatorReport, Failure>
  /** Answers the secret of a user's first authenticator in clear text. For administrators only. */
  readonly reveal: (of: { readonly userId: string }) => ResultAsync<TotpSecret | undefined, Failure>
}

/** Makes `keepsake.authenticators`. */
export const openAuthenticators = (
  context: Context,
  { door, doorOf }: Doors,
): Guarded<AuthenticatorRoom> => ({
  import: doorOf(checkUnread, unreadAuthenticators, (batch) => importAuthenticators(batch, context)),
  begin: door(beginEnrolmentInput, (command) => beginEnrolment(command, context)),
  confirm: door(confirmEnrolmentInput, (command) => confirmEnrolment(command, context)),
  list: door(ofUserInput, (of) => listAuthenticators(of, context)),
  remove: door(removeAuthenticatorInput, (command) => removeAuthenticator(command, context)),
  removeAll: door(ofUserInput, (of) => removeAuthenticators(of, context)),
  regenerateRecoveryCodes: door(regenerateRecoveryCodesInput, (command) =>
    regenerateRecoveryCodes(command, context),
  ),
  report: door(nothing, () => reportAuthenticators(context)),
  reveal: door(ofUserInput, ({ userId }) => revealTotpSecret(userId, context)),
  verify: door(verifyCodeInput, (command) => verifyCode(command, context)),
})
