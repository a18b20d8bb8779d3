import type {
  BreachedPasswords,
  CommonPasswords,
  Organization,
  EventSender,
  KeyedDigest,
  NoticeSender,
  TotpEngine,
  PasswordHasher,
  PasswordVerifier,
  PhoneNumbers,
  RecoveryCodeHasher,
  SecretBox,
  System,
  Storage,
  TransportCiphers,
} from '@keepsake/domain'

/** Every port that the API needs. You can replace each of them without a change to the others or to a rule. */
export type KeepsakePorts = {
  readonly storage: Storage
  readonly passwordHasher: PasswordHasher
  readonly passwordVerifier: PasswordVerifier
  /** Passwords that attackers guess first. */
  readonly commonPasswords: CommonPasswords
  /** Passwords that leaked from other services. With `noBreachedPasswords` no list is asked. */
  readonly breachedPasswords: BreachedPasswords
  readonly transportCiphers: TransportCiphers
  readonly totpEngine: TotpEngine
  readonly secretBox: SecretBox
  readonly keyedDigest: KeyedDigest
  readonly recoveryCodeHasher: RecoveryCodeHasher
  readonly phoneNumbers: PhoneNumbers
  readonly organization: Organization
  readonly noticeSender: NoticeSender
  /** Absent if this process sends no events. Whether events are written is a setting of the pool. */
  readonly eventSender?: EventSender
  readonly system: System
}

/**
 * The ports as the use cases of one pool get them. The storage is reached only through the context. Digests are made by the
 * pool's `DigestKey`.
 */
export type PoolPorts = Omit<KeepsakePorts, 'storage' | 'keyedDigest'>
