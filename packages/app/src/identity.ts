import type {
  DomainEvent,
  Failure,
  Issue,
  Notice,
  OtpSecret,
  OutboxQuery,
  OutboxSummary,
  Posted,
  Secret,
  Unavailable,
  UserSearch,
} from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { Account } from './account.ts'
import { makeContext } from './context.ts'
import type { IdentityPorts } from './ports.ts'
import { parsePoolSettings, type PoolSettingsInput } from './settings.ts'
import type { Authenticators } from './use-cases/authenticators/authenticator.ts'
import {
  beginOtpEnrolment,
  confirmOtpEnrolment,
  type BeginOtpEnrolment,
  type BegunOtpEnrolment,
  type ConfirmOtpEnrolment,
  type ConfirmOtpEnrolmentAnswer,
} from './use-cases/authenticators/enrol-otp.ts'
import {
  regenerateRecoveryCodes,
  type RegenerateRecoveryCodes,
} from './use-cases/authenticators/regenerate-recovery-codes.ts'
import {
  listAuthenticators,
  removeAuthenticator,
  removeAuthenticators,
  type RemoveAuthenticator,
} from './use-cases/authenticators/remove-authenticator.ts'
import { reportOtps, type OtpReport } from './use-cases/authenticators/report-otps.ts'
import { rotateSealing, type SealingRotation } from './use-cases/authenticators/rotate-sealing.ts'
import type { CreateUsers, CreateUsersReport } from './use-cases/create-users/command.ts'
import { checkCanaries } from './use-cases/create-users/check-canaries.ts'
import { createUsers } from './use-cases/create-users/create-users.ts'
import type { Delivery } from './use-cases/deliver.ts'
import { deliverEvents } from './use-cases/deliver-events.ts'
import { deliverNotices } from './use-cases/deliver-notices.ts'
import { findUser, getUser, type UserLookup } from './use-cases/find-user.ts'
import type { ImportOtp, ImportOtpReport } from './use-cases/import-otp/command.ts'
import { importOtp } from './use-cases/import-otp/import-otp.ts'
import { revealOtpSecret } from './use-cases/authenticators/otp-secret.ts'
import {
  changePassword,
  type ChangePassword,
  type ChangePasswordAnswer,
} from './use-cases/passwords/change-password.ts'
import {
  completeActivation,
  type CompleteActivation,
  type CompleteActivationAnswer,
} from './use-cases/passwords/complete-activation.ts'
import {
  completePasswordReset,
  type CompletePasswordReset,
  type CompletePasswordResetAnswer,
} from './use-cases/passwords/complete-password-reset.ts'
import {
  requestPasswordReset,
  type RequestPasswordReset,
} from './use-cases/passwords/request-password-reset.ts'
import {
  requirePasswordChange,
  type RequirePasswordChange,
} from './use-cases/passwords/require-password-change.ts'
import {
  forgetSent,
  listPosted,
  redrivePosted,
  reportPosted,
  type ForgetSent,
} from './use-cases/posted-items.ts'
import { reportPasswords, type PasswordReport } from './use-cases/passwords/report-passwords.ts'
import { resendActivation, type ResendActivation } from './use-cases/passwords/resend-activation.ts'
import { resetPassword, type ResetPassword } from './use-cases/passwords/reset-password.ts'
import { validatePassword, type ValidatePassword } from './use-cases/passwords/validate-password.ts'
import {
  completeSignIn,
  type CompleteSignIn,
  type CompleteSignInAnswer,
} from './use-cases/sign-in/complete-sign-in.ts'
import { signIn, type SignIn, type SignInAnswer } from './use-cases/sign-in/sign-in.ts'
import { unlockUser, type UnlockUser } from './use-cases/sign-in/unlock-user.ts'
import { verifyOtp, type VerifyOtp, type VerifyOtpAnswer } from './use-cases/sign-in/verify-otp.ts'
import { deleteUsers, type DeletedUsers, type DeleteUsers } from './use-cases/users/delete-users.ts'
import {
  linkIdentity,
  unlinkIdentity,
  type LinkIdentity,
  type UnlinkIdentity,
} from './use-cases/users/link-identity.ts'
import { countUsers, listUsers, type ListUsers, type UserPage } from './use-cases/users/list-users.ts'
import { updateUser, updateUsers, type UpdateUser, type UpdateUsers } from './use-cases/users/update-users.ts'

/**
 * The users of one pool: everything an embedding service can ask of Keepsake. What can be expected to fail is a result.
 * A call rejects only for a defect, and for input that is not of its type: check what comes from outside with `/wire`.
 */
export type Identity = {
  /** Creates a batch of users with all that they bring: all of them or none, or row by row with a report. */
  readonly createUsers: (command: CreateUsers) => ResultAsync<CreateUsersReport, Failure>
  /** Checks known passwords of a batch's rows, as `createUsers` would before it writes; writes nothing. */
  readonly checkCanaries: (command: CreateUsers) => ResultAsync<void, Failure>
  /** Gives existing users the authenticators they already use, in the same two modes. */
  readonly importOtp: (command: ImportOtp) => ResultAsync<ImportOtpReport, Failure>
  readonly getUser: (id: string) => ResultAsync<Account | undefined, Unavailable>
  readonly findUser: (by: UserLookup) => ResultAsync<Account | undefined, Unavailable>
  /** Lists users page by page, by filters and by the beginning of an identifier or name. */
  readonly listUsers: (query: ListUsers) => ResultAsync<UserPage, Failure>
  /** Counts the users whom `listUsers` would list. */
  readonly countUsers: (query: UserSearch) => ResultAsync<number, Failure>
  /** Changes what the directory holds of a user: identifiers, profile, status, departments, tenants, custom data. */
  readonly updateUser: (command: UpdateUser) => ResultAsync<Account, Failure>
  /** The same for several users, all or none. */
  readonly updateUsers: (command: UpdateUsers) => ResultAsync<readonly Account[], Failure>
  /** Links an account at an external provider to a user. */
  readonly linkIdentity: (command: LinkIdentity) => ResultAsync<Account, Failure>
  /** Takes a user's accounts at an identity source away. */
  readonly unlinkIdentity: (command: UnlinkIdentity) => ResultAsync<Account, Failure>
  /** Deletes users with everything that hangs on them, for good. */
  readonly deleteUsers: (command: DeleteUsers) => ResultAsync<DeletedUsers, Failure>
  /** Checks a password, and a code or recovery code where the user has an authenticator. */
  readonly signIn: (attempt: SignIn) => ResultAsync<SignInAnswer, Unavailable>
  /** Completes a sign-in that answered `otp_required`, with its ticket and a code or recovery code. */
  readonly completeSignIn: (attempt: CompleteSignIn) => ResultAsync<CompleteSignInAnswer, Unavailable>
  /** Checks a code of somebody who is signed in, and uses it up. */
  readonly verifyOtp: (command: VerifyOtp) => ResultAsync<VerifyOtpAnswer, Failure>
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
  readonly reportPasswords: () => ResultAsync<PasswordReport, Unavailable>
  /** Lets a user try again whose codes were wrong too often, for an administrator. */
  readonly unlockUser: (command: UnlockUser) => ResultAsync<Account, Failure>
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
  /** Counts the pool's authenticators by what an operator would want to mend. */
  readonly reportOtps: () => ResultAsync<OtpReport, Unavailable>
  /** Seals every secret anew that is not under the current key, so that the earlier keys may go. */
  readonly rotateSealing: () => ResultAsync<SealingRotation, Unavailable>
  /** An authenticator's secret in clear: for an administrator only. */
  readonly revealOtpSecret: (userId: string) => ResultAsync<OtpSecret | undefined, Unavailable>
  /** Sends notices that wait in the outbox. Call it after a batch, or every so often. */
  readonly deliverNotices: (limit?: number) => ResultAsync<Delivery, Unavailable>
  /** Counts notices by state, and tells the oldest that waits. */
  readonly reportNotices: () => ResultAsync<OutboxSummary, Unavailable>
  /** Lists notices of one state: those that wait, were sent, or are dead, with what became of them. */
  readonly listNotices: (query: OutboxQuery) => ResultAsync<readonly Posted<Notice>[], Unavailable>
  /** Lets dead notices wait again, as if they had never been tried. Answers how many. */
  readonly redriveNotices: (ids: readonly string[] | 'all') => ResultAsync<number, Unavailable>
  /** Removes notices that were sent before a moment. Answers how many. */
  readonly forgetSentNotices: (command: ForgetSent) => ResultAsync<number, Unavailable>
  /** Tells the events that wait, as `deliverNotices` sends notices. They are written where the pool's `events` is on. */
  readonly deliverEvents: (limit?: number) => ResultAsync<Delivery, Unavailable>
  /** Counts events by state, and tells the oldest that waits. */
  readonly reportEvents: () => ResultAsync<OutboxSummary, Unavailable>
  /** Lists events of one state, with what became of them. */
  readonly listEvents: (query: OutboxQuery) => ResultAsync<readonly Posted<DomainEvent>[], Unavailable>
  /** Lets dead events wait again, as if they had never been tried. Answers how many. */
  readonly redriveEvents: (ids: readonly string[] | 'all') => ResultAsync<number, Unavailable>
  /** Removes events that were told before a moment. Answers how many. */
  readonly forgetSentEvents: (command: ForgetSent) => ResultAsync<number, Unavailable>
}

const atATime = 100

/** Puts the facade together from its ports and one pool's settings. Throws where the settings make no sense. */
export const createIdentity = (ports: IdentityPorts, settings: PoolSettingsInput): Identity => {
  const complete = parsePoolSettings(settings)
  if (complete.isErr()) throw new TypeError(`Pool settings: ${complete.error}`)
  const context = makeContext(ports, complete.value)
  return {
    createUsers: (command) => createUsers(command, context),
    checkCanaries: (command) => checkCanaries(command, context),
    importOtp: (command) => importOtp(command, context),
    getUser: (id) => getUser(id, context),
    findUser: (by) => findUser(by, context),
    listUsers: (query) => listUsers(query, context),
    countUsers: (query) => countUsers(query, context),
    updateUser: (command) => updateUser(command, context),
    updateUsers: (command) => updateUsers(command, context),
    linkIdentity: (command) => linkIdentity(command, context),
    unlinkIdentity: (command) => unlinkIdentity(command, context),
    deleteUsers: (command) => deleteUsers(command, context),
    signIn: (attempt) => signIn(attempt, context),
    completeSignIn: (attempt) => completeSignIn(attempt, context),
    verifyOtp: (command) => verifyOtp(command, context),
    changePassword: (command) => changePassword(command, context),
    validatePassword: (command) => validatePassword(command, context),
    requestPasswordReset: (command) => requestPasswordReset(command, context),
    completePasswordReset: (command) => completePasswordReset(command, context),
    completeActivation: (command) => completeActivation(command, context),
    resendActivation: (command) => resendActivation(command, context),
    resetPassword: (command) => resetPassword(command, context),
    requirePasswordChange: (command) => requirePasswordChange(command, context),
    reportPasswords: () => reportPasswords(context),
    unlockUser: (command) => unlockUser(command, context),
    beginOtpEnrolment: (command) => beginOtpEnrolment(command, context),
    confirmOtpEnrolment: (command) => confirmOtpEnrolment(command, context),
    listAuthenticators: (of) => listAuthenticators(of, context),
    removeAuthenticator: (command) => removeAuthenticator(command, context),
    removeAuthenticators: (of) => removeAuthenticators(of, context),
    regenerateRecoveryCodes: (command) => regenerateRecoveryCodes(command, context),
    reportOtps: () => reportOtps(context),
    rotateSealing: () => rotateSealing(context),
    revealOtpSecret: (userId) => revealOtpSecret(userId, context),
    deliverNotices: (limit = atATime) => deliverNotices(limit, context),
    reportNotices: () => reportPosted(context.storage.outbox),
    listNotices: (query) => listPosted(query, context.storage.outbox),
    redriveNotices: (ids) => redrivePosted(ids, context.storage.outbox, context),
    forgetSentNotices: (command) => forgetSent(command, context.storage.outbox),
    deliverEvents: (limit = atATime) => deliverEvents(limit, context),
    reportEvents: () => reportPosted(context.storage.events),
    listEvents: (query) => listPosted(query, context.storage.events),
    redriveEvents: (ids) => redrivePosted(ids, context.storage.events, context),
    forgetSentEvents: (command) => forgetSent(command, context.storage.events),
  }
}
