// kernel
export { splitWithin, within, type Bounds } from './kernel/bounded.ts'
export type { Brand } from './kernel/brand.ts'
export { collect, collectList, gather, inside, optional, type Checked } from './kernel/collect.ts'
export {
  checkListSize,
  earlierRows,
  inList,
  laterRows,
  placed,
  refusedRows,
  type BatchMode,
  type ListSizeCodes,
  type RefusedRow,
} from './kernel/batch.ts'
export {
  configurationError,
  configurationIssue,
  configuredUnder,
  isConfigurationError,
  refuseConfiguration,
  type ConfigurationError,
  type ConfigurationIssue,
} from './kernel/configuration-error.ts'
export { openTogether, type Opened } from './kernel/open-together.ts'
export { isDamaged, sortDamaged, type Damaged, type DamagedRecord, type Sorted } from './kernel/damaged.ts'
export {
  cannotOpen,
  parts,
  refuseAny,
  rejected,
  unavailable,
  unreadable,
  type Failure,
  type Part,
  type Rejected,
  type Unavailable,
} from './kernel/failure.ts'
export { formatPath, issue, under, type Issue, type IssueParams, type Path } from './kernel/issue.ts'
export { findJsonFault } from './kernel/json/find-json-fault.ts'
export { marks as jsonMarks } from './kernel/json/json-text.ts'
export { parseJson } from './kernel/json/parse-json.ts'
export { splitObject } from './kernel/json/split-object.ts'
export { conceal, type Secret } from './kernel/secret.ts'
export { equalInConstantTime } from './kernel/equal-texts.ts'
export { clockSkewMs, isInForce, isPlausible } from './kernel/clock-skew.ts'
export type { Clock, Instant, NewId, RandomBytes, System } from './kernel/system.ts'
export type * from './kernel/issue-codes.ts'

export type { AuthenticatorSettings } from './authenticator/authenticator-settings.ts'
export type { NewAccounts, NoticeLinks, NoticeSettings } from './notice/notice-settings.ts'
export type { PoolLimits, PoolSettings } from './pool/pool-settings.ts'

// storage
export type { PoolStorage, Storage, Stores } from './storage/storage.ts'
export type { PoolTrait, PoolTraits } from './pool/pool-traits.ts'
export { spentTicketKeptMs, type SingleUseKind, type SingleUseStore } from './storage/single-use.ts'

// input
export {
  recordFormats,
  type FilePlace,
  type PlacedRecord,
  type RecordFormat,
  type RecordPosition,
  type RecordReader,
  type UnreadableRecord,
} from './input/record-reader.ts'

// user
export type { User, SignIns } from './user/user.ts'
export { userId, type UserId } from './user/user-id.ts'
export { userPoolId, type UserPoolId } from './user/user-pool.ts'
export { keyText, type KeyNamespace, type UniqueKey } from './user/identifier/unique-key.ts'
export {
  parseCountryCode,
  parseExternalId,
  parsePhone,
  parseUsername,
} from './user/identifier/identifiers.ts'
export type { ExternalId, Username } from './user/identifier/identifiers.ts'
export { anyEmail, parseEmail, type Email, type EmailRules } from './user/identifier/email.ts'
export type { PhoneNumber, PhoneNumbers } from './user/identifier/phone-numbers.ts'
export { withoutEmptyTexts } from './input/new-user.ts'
export { decodeBase64 } from './kernel/base64.ts'
export { momentOf } from './kernel/calendar.ts'
export { decodeUtf8 } from './kernel/utf8.ts'
export { parseDateZone, type DateZone } from './kernel/day.ts'
export {
  parseBirthdate,
  type Birthdate,
  type BirthdateReading,
  type BirthdateRules,
} from './user/profile/birthdate.ts'
export { parseGender, parseProfile, profileFields } from './user/profile/profile.ts'
export type { Gender, Profile, ProfileField } from './user/profile/profile.ts'
export { maySignIn, parseUserStatus, userStatuses, type UserStatus } from './user/user-status.ts'
export {
  parseCustomData,
  type CustomData,
  type CustomField,
  type CustomFields,
  type CustomValue,
} from './user/profile/custom-data.ts'
export type { CreateUsersOptions } from './input/create-users-options.ts'
export type { NewUser } from './input/new-user.ts'
export type { UserFields } from './user/user-fields.ts'
export type { PasswordFields } from './password/password-fields.ts'
export type { BatchPasswordFields } from './password/batch-password-fields.ts'
export type { NoticeWish } from './notice/notice-wish.ts'
export { draftUser, userDrafter, type Drafted, type DraftUser } from './user/draft-user.ts'
export { identifierKeysOf, placedKeys, usernameKey } from './user/identifier/identifier-keys.ts'
export type {
  IdentifierContext,
  Identifiers,
  PhoneContext,
  PlacedKey,
  UniqueField,
  UsernameRules,
} from './user/identifier/identifier-keys.ts'
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
export {
  changeUser,
  checkVersion,
  nextVersion,
  type ChangedUser,
  type UserChanges,
} from './user/change-user.ts'
export { searchPrefix, searchTerms } from './user/list/search-terms.ts'
export { cutPage, parseLimit, parseSkip, type ListPage } from './user/list/list-page.ts'
export { asSeen, damagedOf, isMember, isOfOthers, keepTenants } from './user/store/tenant-view.ts'
export { draftFilter } from './user/list/user-list.ts'
export type { UserFilter, UserOrder, UserPlace, UserSearch } from './user/list/user-list.ts'
export { userEntry } from './user/store/user-entry.ts'
export type { DepartmentIdType, Organization } from './user/organization/organization.ts'
export type {
  DamagedUser,
  KeysTaken,
  UserChange,
  UserEntry,
  UserListQuery,
  UsersOvertaken,
  UserStore,
} from './user/store/user-store.ts'

// linked identity
export { identityKey } from './user/identifier/identity-key.ts'
export type { LinkedIdentity } from './user/linked-identity/linked-identity.ts'
export { withIdentity, withoutIdentities, type IdentitySelection } from './user/linked-identity/link.ts'
export {
  draftIdentity,
  type DraftIdentity,
  type NewLinkedIdentity,
} from './user/linked-identity/draft-identity.ts'

// password
export { isSamePassword, type Credential, type PasswordHash } from './password/credential.ts'
export { customPrefix, isCustomFormat } from './password/custom-format.ts'
export type { CredentialStore, HashCount } from './password/credential-store.ts'
export type {
  HashDescription,
  PasswordHasher,
  PasswordVerifier,
  UnreadableHash,
} from './password/password-hasher.ts'
export { isRight, type HashVerdict } from './password/hash-verdict.ts'
export type { Strength } from './password/strength.ts'
export type { HashDetails, HashFields } from './password/hash-details.ts'
export { detailsOfRow } from './password/given-hash-details.ts'
export {
  passwordEncodings,
  prehashes,
  type PasswordEncoding,
  type PasswordForm,
  type Prehash,
} from './password/password-form.ts'
export { readKeptText, type KeptText } from './password/kept-text.ts'
export { normalised, parsePlainPassword, spellings, type PlainPassword } from './password/plain-password.ts'
export type {
  EncryptType,
  PublicTransportKey,
  TooShort,
  TransportCipher,
  TransportCiphers,
  Undecryptable,
} from './password/transport-cipher.ts'
export { unusedWithoutPassword } from './password/given-hash-details.ts'
export { decidePasswordIntent, parsePasswordOptions } from './password/password-intent.ts'
export type { PasswordIntent, PasswordOptions, SentPassword } from './password/password-intent.ts'
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
export type { PasswordChange } from './password/next-credential.ts'
export {
  isPasswordTokenInForce,
  isPasswordTokenOf,
  makePasswordToken,
  type PasswordTokenContent,
  type PasswordTokenKind,
} from './password/password-token.ts'
export type { PasswordSettings } from './password/password-settings.ts'
export { checkChooser, readNewPassword } from './password/chosen-password.ts'
export { generatePassword } from './password/generate-password.ts'
export {
  checkPassword,
  defaultPasswordPolicy,
  isExpired,
  mustBeChanged,
  usedBefore,
  type PasswordAccount,
  type PasswordPolicy,
} from './password/password-policy.ts'
export { characterClasses, type CharacterClass, type Composition } from './password/character-classes.ts'
export type { CommonPasswords } from './password/common-passwords.ts'
export { decideBreached, noBreachedPasswords, type BreachedPasswords } from './password/breached-passwords.ts'
export { folded } from './kernel/folded.ts'
export { givenIdentifiers, ownIdentifiers } from './password/own-identifiers.ts'

// otp
export { totpSecretWarnings, parseTotpSecret, type TotpSecret } from './authenticator/totp/totp-secret.ts'
export { secretEncodings, type SecretEncoding } from './authenticator/totp/secret-encoding.ts'
export {
  contractTotpParameters,
  totpAlgorithms,
  type TotpAlgorithm,
  type TotpParameters,
} from './authenticator/totp/totp-parameters.ts'
export {
  draftAuthenticator,
  type DraftAuthenticator,
  type NewAuthenticator,
} from './authenticator/draft-authenticator.ts'
export { generateTotpSecret } from './authenticator/totp/generate-secret.ts'
export { generateRecoveryCode, inGroups } from './authenticator/recovery-code/generate-recovery-code.ts'
export { writeKeyUri, type UriLabel } from './authenticator/uri/write-key-uri.ts'
export { readMigrationUri, type MigrationUri } from './authenticator/uri/migration-uri.ts'
export { readAuthenticatorUri } from './authenticator/uri/read-authenticator-uri.ts'
export { parseAuthenticatorName, type UriAccount } from './authenticator/uri/uri-account.ts'
export type {
  DraftRecoveryCode,
  ForeignRecoveryHash,
  NewRecoveryCode,
} from './authenticator/recovery-code/draft-recovery-code.ts'
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
export { plainSpelling } from './kernel/marks.ts'
export {
  endOfStep,
  findStep,
  isFreshStep,
  lastStepBefore,
  mostStepsAhead,
  stepAt,
  usedKeptMs,
  type StepWindow,
} from './authenticator/totp/time-step.ts'
export { checkProof } from './authenticator/totp/check-proof.ts'
export { findSharedSecrets, type RowSecret } from './authenticator/shared-secrets.ts'
export type { TotpEngine } from './authenticator/totp/totp-engine.ts'
export type { StoredAuthenticator } from './authenticator/authenticator.ts'
export {
  addAuthenticator,
  recoveryCodeUsed,
  removeAuthenticator,
  removeSecondFactor,
  replaceRecoveryCodes,
  type AddedCodes,
  type SecondFactorChange,
} from './authenticator/change-second-factor.ts'
export {
  hasUnusedCode,
  mostAuthenticators,
  secondFactorIds,
  unusedCodes,
  type SecondFactor,
} from './authenticator/second-factor.ts'
export {
  mostRecoveryCodes,
  type StoredRecoveryCode,
} from './authenticator/recovery-code/stored-recovery-code.ts'
export type {
  DamagedSecondFactor,
  SecondFactorWrite,
  FingerprintOwner,
  SecondFactorsOvertaken,
  SecondFactorStore,
} from './authenticator/second-factor-store.ts'
export { parseRecoveryCode, type RecoveryCode } from './authenticator/recovery-code/recovery-code.ts'
export {
  recoveryCodeHash,
  type RecoveryCodeHash,
  type RecoveryCodeHasher,
} from './authenticator/recovery-code/recovery-code-hasher.ts'

// sealed secrets
export { beginSealingBatch, type SealingBatch } from './secret/sealing-batch.ts'
export { sealed, type Sealed, type SealedField, type SealPlace, type SecretBox } from './secret/secret-box.ts'
export type { KeyContext, KeyEncryption, WrappedKey } from './secret/key-encryption.ts'
export {
  goodForMs,
  goodUntil,
  isTokenInForce,
  restingFields,
  tokensGoodForMs,
  type RestingField,
  type TokenField,
} from './secret/sealed-fields.ts'
export { digestedText, type DigestPurpose } from './secret/digest-purpose.ts'
export type { KeyedDigest } from './secret/keyed-digest.ts'
export type { PoolKey, PoolKeyPurpose, PoolKeyStore } from './secret/pool-key.ts'

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
  type Allowance,
  type Backoff,
} from './sign-in/backoff.ts'
export type { AttemptKind, AttemptStore, Reservation } from './sign-in/attempt-store.ts'
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
export {
  countAttempt,
  giveBack,
  marksKept,
  takeBack,
  type AttemptsInARow,
  type CountedAttempt,
} from './sign-in/count-attempt.ts'
export {
  isRemembered,
  knownForMs,
  rememberedUntil,
  networksKept,
  type KnownNetworks,
} from './sign-in/known-networks.ts'

// notice
export {
  decideGenerated,
  earnedNotices,
  noticeWarnings,
  planNotices,
  type EarnedNotice,
  type NoticePlan,
} from './notice/account-created.ts'
export {
  noticeChannels,
  noticeKinds,
  type Notice,
  type NoticeChannel,
  type NoticeKind,
} from './notice/notice.ts'
export { earnActivationNotice, earnGeneratedNotice } from './notice/password-notices.ts'
export { hiddenIn, toMessage, whyNotSent } from './notice/notice-message.ts'
export { tokenOfNotice } from './notice/notice-token.ts'
export { noticeAddresses, type NoticeAddress } from './notice/notice-address.ts'
export { isReachedAt, type Reachable } from './user/reachable.ts'
export type { Message, NoticeSender } from './notice/notice-sender.ts'

// event
export {
  eventTypes,
  type DomainEvent,
  type DomainEventType,
  type Happening,
  type PasswordChanger,
} from './event/domain-event.ts'
export {
  deliveriesOf,
  eventOf,
  isEndpointName,
  type EventDelivery,
  type EventEndpoint,
} from './event/event-endpoint.ts'
export type { EventSender } from './event/event-sender.ts'

// outbox
export type { Claimed, Outbox, OutboxClaim, OutboxQuery, OutboxSelection } from './outbox/outbox.ts'
export type {
  AttemptFailure,
  DamagedItem,
  DeliveryFailure,
  OutboxItem,
  OutboxState,
  OutboxEntry,
} from './outbox/outbox-item.ts'
export {
  mostFailures,
  type FailureCount,
  type OutboxCounts,
  type OutboxSummary,
} from './outbox/outbox-summary.ts'
export { longestReason, toReason } from './outbox/reason.ts'
export { isDue, longestPostponedMs, mostAttempts, nextAttemptAt } from './outbox/retry-schedule.ts'
export { undeliverable, type Undeliverable, type UndeliverableReason } from './outbox/undeliverable.ts'
