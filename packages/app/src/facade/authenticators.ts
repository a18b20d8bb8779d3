import type { Failure, OtpSecret, Secret, Unavailable } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { Context } from '../context.ts'
import type { Authenticators } from '../use-cases/authenticators/authenticator.ts'
import {
  beginOtpEnrolment,
  confirmOtpEnrolment,
  type BeginOtpEnrolment,
  type BegunOtpEnrolment,
  type ConfirmOtpEnrolment,
  type ConfirmOtpEnrolmentAnswer,
} from '../use-cases/authenticators/enrol-otp.ts'
import { revealOtpSecret } from '../use-cases/authenticators/otp-secret.ts'
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
import { reportOtps, type OtpReport } from '../use-cases/authenticators/report-otps.ts'
import type { ImportOtp, ImportOtpReport } from '../use-cases/import-otp/command.ts'
import { importOtp } from '../use-cases/import-otp/import-otp.ts'

/** Authenticators and recovery codes. */
export type AuthenticatorVerbs = {
  /** Gives existing users the authenticators they already use, in the same two modes. */
  readonly importOtp: (command: ImportOtp) => ResultAsync<ImportOtpReport, Failure>
  /** Makes a secret for a user's new authenticator; nothing rests until it is confirmed. */
  readonly beginOtpEnrolment: (command: BeginOtpEnrolment) => ResultAsync<BegunOtpEnrolment, Failure>
  /** Enrols it, once a code shows that the user's app has the secret. */
  readonly confirmOtpEnrolment: (
    command: ConfirmOtpEnrolment,
  ) => ResultAsync<ConfirmOtpEnrolmentAnswer, Failure>
  /** The authenticators of a user, without their secrets, and how many recovery codes are left. */
  readonly listAuthenticators: (of: { readonly userId: string }) => ResultAsync<Authenticators, Failure>
  /** Removes one of them, and with the last one the recovery codes. */
  readonly removeAuthenticator: (command: RemoveAuthenticator) => ResultAsync<Authenticators, Failure>
  /** Removes all of them, and the recovery codes, for an administrator. */
  readonly removeAuthenticators: (of: { readonly userId: string }) => ResultAsync<void, Failure>
  /** Puts new recovery codes in the place of all that a user has, to be shown this once. */
  readonly regenerateRecoveryCodes: (
    command: RegenerateRecoveryCodes,
  ) => ResultAsync<readonly Secret<string>[], Failure>
  /** Counts authenticators by what an operator would want to mend. */
  readonly reportOtps: () => ResultAsync<OtpReport, Unavailable>
  /** An authenticator's secret in clear: for an administrator only. */
  readonly revealOtpSecret: (userId: string) => ResultAsync<OtpSecret | undefined, Unavailable>
}

export const authenticatorVerbs = (context: Context): AuthenticatorVerbs => ({
  importOtp: (command) => importOtp(command, context),
  beginOtpEnrolment: (command) => beginOtpEnrolment(command, context),
  confirmOtpEnrolment: (command) => confirmOtpEnrolment(command, context),
  listAuthenticators: (of) => listAuthenticators(of, context),
  removeAuthenticator: (command) => removeAuthenticator(command, context),
  removeAuthenticators: (of) => removeAuthenticators(of, context),
  regenerateRecoveryCodes: (command) => regenerateRecoveryCodes(command, context),
  reportOtps: () => reportOtps(context),
  revealOtpSecret: (userId) => revealOtpSecret(userId, context),
})
