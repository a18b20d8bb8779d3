/**
 * The rules of the domain, for the app and what drives it: drafts, checks, decisions, and what they pass to each other.
 * An adapter needs none of them.
 */

// kernel
export {
  checkListSize,
  earlierRows,
  inList,
  laterRows,
  placed,
  refusedRows,
  type ListSizeCodes,
  type RefusedRow,
} from './kernel/batch.ts'
export { equalInConstantTime } from './kernel/equal-texts.ts'
export { decodeBase64 } from './kernel/base64.ts'
export { momentOf } from './kernel/calendar.ts'
export { foreignSkewMs, parsePastTime } from './kernel/given-time.ts'
export { isExactNumber, maxJsonBytes, maxJsonDepth, parseJsonValue } from './kernel/json/json-value.ts'
export { decodeUtf8 } from './kernel/utf8.ts'
export { parseDateZone } from './kernel/day.ts'

// storage
export { spentTicketKeptMs } from './storage/single-use.ts'

// user
export {
  parseCountryCode,
  parseExternalId,
  parsePhone,
  parseUsername,
} from './user/identifier/identifiers.ts'
export { parseUserId } from './user/user-id.ts'
export { parsePastLife, type PastLife } from './user/past-life.ts'
export { hasLogin } from './user/has-login.ts'
export { unlinkIdentities } from './user/unlink-identities.ts'
export { withoutEmptyTexts } from './input/new-user.ts'
export { parseBirthdate, type BirthdateReading } from './user/profile/birthdate.ts'
export { parseGender, parseProfile } from './user/profile/profile.ts'
export { maySignIn, parseUserStatus } from './user/user-status.ts'
export { parseCustomData } from './user/profile/custom-data.ts'
export { draftUser, userDrafter, type DraftUser } from './user/draft-user.ts'
export { fieldDrafter, type Drafted, type DraftFields } from './user/draft-fields.ts'
export { identifierKeysOf, placedKeys, usernameKey } from './user/identifier/identifier-keys.ts'
export type {
  IdentifierContext,
  Identifiers,
  PhoneContext,
  PlacedKey,
  UniqueField,
} from './user/identifier/identifier-keys.ts'
export {
  addedKeys,
  comparisonOf,
  switchingTo,
  type UsernameComparison,
} from './user/identifier/username-comparison.ts'
export {
  checkBatch,
  checkKeys,
  clashes,
  userListSize,
  type KeyClaim,
  type RowIssues,
} from './user/identifier/check-batch.ts'
export {
  changeMemberships,
  checkMemberships,
  checkTenantStays,
  ofTenant,
  parseDepartmentIdType,
  referencesIn,
} from './user/organization/memberships.ts'
export type { KnownMemberships, Memberships } from './user/organization/memberships.ts'
export { makeUser, type MadeUser } from './user/make-user.ts'
export { deleteUser, type DeletedUser } from './user/delete-user.ts'
export { changeUser, checkVersion, nextVersion, type ChangedUser } from './user/change-user.ts'
export { searchPrefix, searchTerms } from './user/list/search-terms.ts'
export { cutPage, parseLimit, parseSkip, type ListPage } from './user/list/list-page.ts'
export { asSeen, damagedOf, isOfTenant, isOfOthers, keepTenants } from './user/store/tenant-view.ts'
export { draftFilter } from './user/list/user-list.ts'
export { userEntry } from './user/store/user-entry.ts'

// linked identity
export { identityKey } from './user/identifier/identity-key.ts'
export { withIdentity, withoutIdentities, type IdentitySelection } from './user/linked-identity/link.ts'
export { draftIdentity, type DraftIdentity } from './user/linked-identity/draft-identity.ts'

// password
export { isSamePassword } from './password/credential.ts'
export { isCustomFormat } from './password/custom-format.ts'
export { isRight } from './password/hash-verdict.ts'
export { detailsOfBatch, detailsOfRow } from './password/given-hash-details.ts'
export { parsePlainPassword, spellings } from './password/plain-password.ts'
export { unusedWithoutPassword } from './password/given-hash-details.ts'
export { decidePasswordIntent, parsePasswordOptions } from './password/password-intent.ts'
export type { PasswordIntent, PasswordOptions } from './password/password-intent.ts'
export { checkTransportKey, suggestsWrongKey } from './password/wrong-key.ts'
export {
  areWeakHashesSought,
  decideImported,
  decideWeakHash,
  isImportedChecked,
  warningsOfNone,
  type ImportedVerdict,
} from './password/imported-password.ts'
export { checkRowsToHash, isHashed, limitRowsToHash } from './password/rows-to-hash.ts'
export { changeCredential, lastHashes, nextCredential } from './password/next-credential.ts'
export type { NextCredential, PasswordChange } from './password/next-credential.ts'
export { originOf, parseOrigin } from './password/credential-origin.ts'
export { parsePasswordPast, type PasswordPast } from './password/password-past.ts'
export {
  isPasswordTokenInForce,
  isPasswordTokenOf,
  makePasswordToken,
  type PasswordTokenContent,
  type PasswordTokenKind,
} from './password/password-token.ts'
export { checkChooser, readNewPassword } from './password/chosen-password.ts'
export { generatePassword } from './password/generate-password.ts'
export {
  checkPassword,
  defaultPasswordPolicy,
  isExpired,
  mustBeChanged,
  usedBefore,
  type PasswordAccount,
} from './password/password-policy.ts'
export { decideBreached } from './password/breached-passwords.ts'
export { unreadableHash } from './password/unreadable-hash.ts'
export { givenIdentifiers, ownIdentifiers } from './password/own-identifiers.ts'

// authenticator
export { totpSecretWarnings } from './authenticator/totp/totp-secret.ts'
export { draftAuthenticator, type DraftAuthenticator } from './authenticator/draft-authenticator.ts'
export { generateTotpSecret } from './authenticator/totp/generate-secret.ts'
export { generateRecoveryCode, inGroups } from './authenticator/recovery-code/generate-recovery-code.ts'
export { writeKeyUri, type UriLabel } from './authenticator/uri/write-key-uri.ts'
export { readMigrationUri, type MigrationUri } from './authenticator/uri/migration-uri.ts'
export { readAuthenticatorUri } from './authenticator/uri/read-authenticator-uri.ts'
export { parseAuthenticatorName, type UriAccount } from './authenticator/uri/uri-account.ts'
export {
  decideImport,
  nextSecondFactor,
  type ImportOutcome,
  type ExistingAuthenticator,
  type AuthenticatorMatch,
} from './authenticator/decide-import.ts'
export {
  changeOfImport,
  codesUsedElsewhere,
  importedEvent,
  importListSize,
  isChanged,
  keepsOtherName,
  type ImportedChange,
  type UsedElsewhere,
} from './authenticator/import-effects.ts'
export { findStep, mostStepsAhead, type StepWindow } from './authenticator/totp/time-step.ts'
export { checkProof } from './authenticator/totp/check-proof.ts'
export { findSharedSecrets, type RowSecret } from './authenticator/shared-secrets.ts'
export {
  addAuthenticator,
  recoveryCodeUsed,
  removeAuthenticator,
  removeSecondFactor,
  replaceRecoveryCodes,
  type AddedCodes,
  type SecondFactorChange,
} from './authenticator/change-second-factor.ts'
export { hasUnusedCode, unusedCodes } from './authenticator/second-factor.ts'
export { parseRecoveryCode } from './authenticator/recovery-code/recovery-code.ts'

// sealed secrets
export {
  goodForMs,
  goodUntil,
  isTokenInForce,
  restingFields,
  tokensGoodForMs,
  type RestingField,
  type TokenField,
} from './secret/sealed-fields.ts'
export { digestedText } from './secret/digest-purpose.ts'

// sign-in
export { decideChecked, decideSignIn, isOvertaken, isPasswordAccepted } from './sign-in/sign-in-verdict.ts'
export type { SecondFactorFact, SignInFacts, SignInVerdict } from './sign-in/sign-in-verdict.ts'
export {
  networkAllowance,
  networkRepeatAllowance,
  never,
  openAt,
  codeHardStop,
  passwordBackoff,
  repeatAllowance,
  resetRequestBackoff,
  strangerBackoff,
  waitAfter,
} from './sign-in/backoff.ts'
export { attemptsClearedBy, type ClearingEvent } from './sign-in/cleared-attempts.ts'
export {
  givenBackBy,
  refusedByBoth,
  rowsOf,
  wayOfRepeated,
  waysOf,
  type Counter,
  type GivenBack,
  type PasswordAttempt,
  type Refusal,
  type Way,
  type Ways,
} from './sign-in/password-attempt.ts'
export {
  comesAgain,
  isDueNow,
  isStillWrong,
  queueOf,
  refusedAt,
  repeatedAfterMs,
  type Refused,
  type WaitingPassword,
} from './sign-in/repeated-password.ts'
export { isDeviceTokenInForce, isDeviceTokenOf, type DeviceTokenContent } from './sign-in/device-token.ts'
export { marksKept } from './sign-in/count-attempt.ts'

// notice
export {
  decideGenerated,
  earnedNotices,
  noticeWarnings,
  planNotices,
  type EarnedNotice,
  type NoticePlan,
} from './notice/account-created.ts'
export { earnActivationNotice, earnGeneratedNotice } from './notice/password-notices.ts'
export { hiddenIn, toMessage, whyNotSent } from './notice/notice-message.ts'
export { tokenOfNotice } from './notice/notice-token.ts'
export { noticeAddresses, type NoticeAddress } from './notice/notice-address.ts'
export { isReachedAt, type Reachable } from './user/reachable.ts'

// event
export { deliveriesOf, eventOf } from './event/event-endpoint.ts'

// outbox
export { neverAgain, toAttemptFailed, type AttemptFailed } from './outbox/attempt-failed.ts'
export {
  deliveryOf,
  nothingDelivered,
  together,
  type Delivery,
  type FailedAttempts,
  type Outcome,
} from './outbox/delivery.ts'
export { toReason } from './outbox/reason.ts'
export { nextAttemptAt } from './outbox/retry-schedule.ts'

// move
export { canonicalText } from './move/canonical-row.ts'
export { checkSourceName } from './move/source-name.ts'
export { mustBeDropped } from './move/lost-field.ts'
export {
  fingerprintRow,
  isSameRow,
  traceField,
  traceFields,
  type StoredDigestOf,
} from './move/fingerprint-row.ts'
export { parseLine } from './kernel/text.ts'
export { matchRow, type RowMatch } from './move/match-row.ts'
export { mergeField, type FieldVersions, type MergeVerdict } from './move/merge-field.ts'
export { decidePassword, type PasswordFacts, type PasswordVerdict } from './move/decide-password.ts'
export { decideUndo, type UndoFacts, type UndoVerdict } from './move/decide-undo.ts'
export { hasWritten, stateAfter, type MoveStep } from './move/move-state.ts'
