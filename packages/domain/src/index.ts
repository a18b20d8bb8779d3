/**
 * What an adapter and a caller need of the domain: records, ports, settings, codes of issues, and the small functions that
 * make and read them. The door `@keepsake/domain/rules` has the rules.
 */

// kernel
export { splitWithin, within, type Bounds } from './kernel/bounded.ts'
export type { Brand } from './kernel/brand.ts'
export { collect, collectList, gather, inside, optional, type Checked } from './kernel/collect.ts'
export type { BatchMode } from './kernel/batch.ts'
export {
  configurationError,
  configurationIssue,
  configuredUnder,
  isConfigurationError,
  refuseConfiguration,
  type ConfigurationError,
  type ConfigurationIssue,
} from './kernel/configuration-error.ts'
export { checkNumbers, longestTimerMs, type NumberBounds } from './kernel/configured-number.ts'
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
export type { DateZone } from './kernel/day.ts'
export { folded } from './kernel/folded.ts'
export { plainSpelling } from './kernel/plain-spelling.ts'
export { conceal, type Secret } from './kernel/secret.ts'
export { clockSkewMs, isInForce, isPlausible } from './kernel/clock-skew.ts'
export type { Clock, Instant, NewId, RandomBytes, System } from './kernel/system.ts'
export type * from './kernel/issue-codes.ts'

// settings
export type { AuthenticatorSettings } from './authenticator/authenticator-settings.ts'
export type { NewAccounts, NoticeLinks, NoticeSettings } from './notice/notice-settings.ts'
export type { PoolLimits, PoolSettings } from './pool/pool-settings.ts'

// storage
export type { PoolStorage, Storage, Stores } from './storage/storage.ts'
export type { PoolTrait, PoolTraits } from './pool/pool-traits.ts'
export type { SingleUseKind, SingleUseStore } from './storage/single-use.ts'

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

// move
export { fieldRules, type FieldRule } from './move/merge-field.ts'
export {
  isUnderWay,
  missingRules,
  moveStates,
  type MissingRule,
  type Move,
  type MoveId,
  type MoveInput,
  type MovePlan,
  type MoveState,
} from './move/move.ts'
export { addCounts, countOf, type MoveCounts } from './move/move-counts.ts'
export type { ChunkWork, MoveChunk, RefusedMoveRow } from './move/move-chunk.ts'
export {
  ledgerOutcomes,
  type DamagedLedgerRow,
  type LedgerOutcome,
  type LedgerPlace,
  type LedgerRow,
} from './move/ledger-row.ts'
export type { DamagedMove, MoveStore } from './move/move-store.ts'
export {
  longestLeaseMs,
  type ChunkClaim,
  type ClaimedChunk,
  type MoveChunkStore,
} from './move/move-chunk-store.ts'
export type {
  LedgerCounts,
  LedgerOvertaken,
  LedgerQuery,
  LedgerStore,
  LedgerWrite,
} from './move/ledger-store.ts'

// user
export type { User, SignIns } from './user/user.ts'
export { userId, type UserId } from './user/user-id.ts'
export type { GivenPastLife } from './user/past-life.ts'
export {
  maxFurtherAddresses,
  type FurtherEmail,
  type FurtherPhone,
  type GivenFurtherEmail,
  type GivenFurtherPhone,
} from './user/further-addresses.ts'
export { userPoolId, type UserPoolId } from './user/user-pool.ts'
export { keyText, type KeyNamespace, type UniqueKey } from './user/identifier/unique-key.ts'
export type { ExternalId, Username } from './user/identifier/identifiers.ts'
export { anyEmail, parseEmail, type Email, type EmailRules } from './user/identifier/email.ts'
export type { PhoneNumber, PhoneNumbers } from './user/identifier/phone-numbers.ts'
export type { Birthdate, BirthdateRules } from './user/profile/birthdate.ts'
export { profileFields } from './user/profile/profile.ts'
export type { Gender, Profile, ProfileField } from './user/profile/profile.ts'
export { userStatuses, type UserStatus } from './user/user-status.ts'
export {
  plainTypes,
  type CustomData,
  type CustomField,
  type CustomFields,
  type CustomValue,
  type PlainType,
} from './user/profile/custom-data.ts'
export type { GivenTime } from './kernel/given-time.ts'
export type { JsonValue } from './kernel/json/json-value.ts'
export type { CreateUsersOptions } from './input/create-users-options.ts'
export type { NewUser } from './input/new-user.ts'
export type { UserFields } from './user/user-fields.ts'
export type { PasswordFields } from './password/password-fields.ts'
export type { BatchPasswordFields } from './password/batch-password-fields.ts'
export type { NoticeOptions } from './notice/notice-options.ts'
export type { UsernameRules } from './user/identifier/identifier-keys.ts'
export type { UserChanges } from './user/change-user.ts'
export type { UserFilter, UserOrder, UserPlace, UserSearch } from './user/list/user-list.ts'
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
export type { LinkedIdentity } from './user/linked-identity/linked-identity.ts'
export type { NewLinkedIdentity } from './user/linked-identity/draft-identity.ts'

// password
export type { Credential, PasswordHash } from './password/credential.ts'
export type { CredentialOrigin, GivenOrigin, MovedOrigin } from './password/credential-origin.ts'
export type { GivenPasswordPast } from './password/password-past.ts'
export { customPrefix } from './password/custom-format.ts'
export type {
  CredentialChange,
  CredentialsOvertaken,
  CredentialStore,
  HashCount,
} from './password/credential-store.ts'
export type {
  HashDescription,
  PasswordHasher,
  PasswordVerifier,
  UnreadableHash,
} from './password/password-hasher.ts'
export type { HashVerdict } from './password/hash-verdict.ts'
export type { Strength } from './password/strength.ts'
export type { HashDetails, HashFields } from './password/hash-details.ts'
export {
  passwordEncodings,
  prehashes,
  type PasswordEncoding,
  type PasswordForm,
  type Prehash,
} from './password/password-form.ts'
export { readHashColumn, type HashColumn } from './password/hash-column.ts'
export { normalised, type PlainPassword } from './password/plain-password.ts'
export type {
  EncryptType,
  PublicTransportKey,
  TooShort,
  TransportCipher,
  TransportCiphers,
  Undecryptable,
} from './password/transport-cipher.ts'
export type { SentPassword } from './password/password-intent.ts'
export type { PasswordSettings } from './password/password-settings.ts'
export type { PasswordPolicy } from './password/password-policy.ts'
export { characterClasses, type CharacterClass, type Composition } from './password/character-classes.ts'
export type { CommonPasswords } from './password/common-passwords.ts'
export { noBreachedPasswords, type BreachedPasswords } from './password/breached-passwords.ts'

// authenticator
export { parseTotpSecret, type TotpSecret } from './authenticator/totp/totp-secret.ts'
export { secretEncodings, type SecretEncoding } from './authenticator/totp/secret-encoding.ts'
export {
  contractTotpParameters,
  totpAlgorithms,
  type TotpAlgorithm,
  type TotpParameters,
} from './authenticator/totp/totp-parameters.ts'
export type { NewAuthenticator } from './authenticator/draft-authenticator.ts'
export type {
  DraftRecoveryCode,
  ForeignRecoveryHash,
  NewRecoveryCode,
} from './authenticator/recovery-code/draft-recovery-code.ts'
export { endOfStep, isFreshStep, lastStepBefore, stepAt, usedKeptMs } from './authenticator/totp/time-step.ts'
export type { TotpEngine } from './authenticator/totp/totp-engine.ts'
export type { StoredAuthenticator } from './authenticator/authenticator.ts'
export { mostAuthenticators, secondFactorIds, type SecondFactor } from './authenticator/second-factor.ts'
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
export type { RecoveryCode } from './authenticator/recovery-code/recovery-code.ts'
export {
  recoveryCodeHash,
  type RecoveryCodeHash,
  type RecoveryCodeHasher,
} from './authenticator/recovery-code/recovery-code-hasher.ts'

// sealed secrets
export { beginSealingBatch, type SealingBatch } from './secret/sealing-batch.ts'
export { sealed, type Sealed, type SealedField, type SealPlace, type SecretBox } from './secret/secret-box.ts'
export type { KeyContext, KeyEncryption, WrappedKey } from './secret/key-encryption.ts'
export type { DigestPurpose } from './secret/digest-purpose.ts'
export type { KeyedDigest } from './secret/keyed-digest.ts'
export type { PoolKey, PoolKeyPurpose, PoolKeyStore } from './secret/pool-key.ts'

// sign-in
export type { Allowance, Backoff } from './sign-in/backoff.ts'
export type { AttemptKind, AttemptStore, Reservation } from './sign-in/attempt-store.ts'
export {
  countAttempt,
  giveBack,
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
  noticeChannels,
  noticeKinds,
  type Notice,
  type NoticeChannel,
  type NoticeKind,
} from './notice/notice.ts'
export type { Message, NoticeSender } from './notice/notice-sender.ts'

// event
export {
  eventTypes,
  type DomainEvent,
  type DomainEventType,
  type Happening,
  type PasswordChanger,
} from './event/domain-event.ts'
export { isEndpointName, type EventDelivery, type EventEndpoint } from './event/event-endpoint.ts'
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
export { longestReason } from './outbox/reason.ts'
export { isDue, longestPostponedMs, mostAttempts } from './outbox/retry-schedule.ts'
export { undeliverable, type Undeliverable, type UndeliverableReason } from './outbox/undeliverable.ts'
