import type {
  BreachedPasswords,
  CommonPasswords,
  Directory,
  EventSender,
  KeyedDigest,
  NoticeSender,
  OtpEngine,
  PasswordHasher,
  PasswordVerifier,
  PhoneNumbers,
  RecoveryCodeHasher,
  SecretBox,
  Sources,
  Storage,
  TransportCiphers,
} from '@keepsake/domain'

/** Everything the API needs of the outside. Each can be swapped without another one, or a rule, taking notice. */
export type KeepsakePorts = {
  readonly storage: Storage
  readonly passwordHasher: PasswordHasher
  readonly passwordVerifier: PasswordVerifier
  /** Passwords that everybody guesses first. */
  readonly commonPasswords: CommonPasswords
  /** Passwords that leaked elsewhere; `noBreachedPasswords` asks nobody. */
  readonly breachedPasswords: BreachedPasswords
  readonly transportCiphers: TransportCiphers
  readonly otpEngine: OtpEngine
  readonly secretBox: SecretBox
  readonly keyedDigest: KeyedDigest
  readonly recoveryCodeHasher: RecoveryCodeHasher
  readonly phoneNumbers: PhoneNumbers
  readonly directory: Directory
  readonly noticeSender: NoticeSender
  /** Absent where this process tells nobody of events; whether they are written is a setting of the pool. */
  readonly eventSender?: EventSender
  readonly sources: Sources
}

/**
 * The ports as the use cases of one pool have them. The storage is reached by the context alone, and digests are made by the
 * pool's `DigestKey`.
 */
export type PoolPorts = Omit<KeepsakePorts, 'storage' | 'keyedDigest'>
