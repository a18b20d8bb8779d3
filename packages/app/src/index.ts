export type { BatchMode } from '@keepsake/domain'
export type { RefusedRow } from '@keepsake/domain/rules'
export type { Account } from './use-cases/users/account.ts'
export { createKeepsake, type Keepsake, type KeepsakeListeners, type TenantKeepsake } from './api/keepsake.ts'
export { relayEvents, relayNotices, type RelayOptions } from './api/relay.ts'
export type { KeepsakePorts } from './ports.ts'
export type { PoolSettingsInput } from './settings.ts'
export type { Authenticator, Authenticators } from './use-cases/authenticators/authenticator.ts'
export type { BeginEnrolment, EnrolmentBegun } from './use-cases/authenticators/begin-enrolment.ts'
export type {
  ConfirmEnrolment,
  ConfirmEnrolmentAnswer,
} from './use-cases/authenticators/confirm-enrolment.ts'
export type { AuthenticatorReport } from './use-cases/authenticators/report-authenticators.ts'
export type { SealedCount, SealingReport } from './use-cases/secrets/report-sealing.ts'
export type { SealingRotation } from './use-cases/secrets/rotation.ts'
export type { UnopenedItem } from './use-cases/secrets/unopened-items.ts'
export type { RegenerateRecoveryCodes } from './use-cases/authenticators/regenerate-recovery-codes.ts'
export type { RemoveAuthenticator } from './use-cases/authenticators/remove-authenticator.ts'
export type { Caller } from './use-cases/shared/caller.ts'
export type { Canary, CreateUsers, CreateUsersReport } from './use-cases/create-users/command.ts'
export type { ChangePassword, ChangePasswordAnswer } from './use-cases/passwords/change-password.ts'
export type {
  CompleteActivation,
  CompleteActivationAnswer,
} from './use-cases/activations/complete-activation.ts'
export type {
  CompletePasswordReset,
  CompletePasswordResetAnswer,
} from './use-cases/passwords/complete-password-reset.ts'
export type {
  PasswordReport,
  ReportedHashes,
  ReportedStrength,
} from './use-cases/passwords/report-passwords.ts'
export type { RequestPasswordReset } from './use-cases/passwords/request-password-reset.ts'
export type { RequirePasswordChange } from './use-cases/passwords/require-password-change.ts'
export type { ResendActivation } from './use-cases/activations/resend-activation.ts'
export type { ResetPassword } from './use-cases/passwords/reset-password.ts'
export type { ValidatePassword } from './use-cases/passwords/validate-password.ts'
export type { Delivery, FailedAttempts } from '@keepsake/domain/rules'
export type { UserLookup } from './use-cases/users/find-user.ts'
export type {
  ImportAuthenticators,
  ImportAuthenticatorsReport,
  AuthenticatorToImport,
} from './use-cases/authenticators/import/command.ts'
export type { CompleteSignIn, CompleteSignInAnswer } from './use-cases/sign-in/complete-sign-in.ts'
export type { VerifyCode, VerifyCodeAnswer } from './use-cases/authenticators/verify-code.ts'
export type { SignIn, SignInAnswer } from './use-cases/sign-in/sign-in.ts'
export type { UnlockUser } from './use-cases/users/unlock-user.ts'
export type { CollidingUser, UsernamesReport } from './use-cases/usernames/check-usernames.ts'
export type { UsernamesSwitched } from './use-cases/usernames/switch-usernames.ts'
export type { DeletedUsers, DeleteUsers } from './use-cases/users/delete-users.ts'
export type { LinkIdentity, UnlinkIdentity } from './use-cases/identities/link-identity.ts'
export type { ListUsers, UserPage } from './use-cases/users/list-users.ts'
export type { PasswordUpdate } from './use-cases/users/update-passwords.ts'
export type { UpdateUser, UpdateUsers, UserUpdate } from './use-cases/users/update-users.ts'
export type { Moves } from './api/moves.ts'
export { matchFields, type MatchField } from './use-cases/moves/move-rules.ts'
export type { LostValue, MoveRecord, MoveRecords } from './use-cases/moves/move-records.ts'
export type { PlanMoveCommand } from './use-cases/moves/plan-command.ts'
export type { LostField, MovedHashes, MoveFigures, MovePlanReport } from './use-cases/moves/report-move.ts'
export {
  type MoveProgress,
  type MoveRunReport,
  type RunEnd,
  type RunMove,
} from './use-cases/moves/run-move.ts'
export type { ChunkReport, RunChunk } from './use-cases/moves/run-one-chunk.ts'
export type { HeldChunk, MovedId, MoveStatus, MoveSummary } from './use-cases/moves/show-moves.ts'
export type { UndoMove, UndoReport, UserInUse } from './use-cases/moves/undo-move.ts'
export type { ClosedSource } from './use-cases/moves/close-source.ts'
export type { ForgetSent, RedriveEntries, SelectEntries } from './use-cases/outbox/outbox-items.ts'
