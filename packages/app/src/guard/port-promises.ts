import type {
  BreachedPasswords,
  CommonPasswords,
  Organization,
  EventSender,
  HashDescription,
  HashVerdict,
  KeyedDigest,
  NoticeSender,
  TotpEngine,
  PasswordHasher,
  PasswordVerifier,
  PhoneNumbers,
  PublicTransportKey,
  RecoveryCodeHasher,
  SecretBox,
  System,
  Strength,
  TooShort,
  TransportCipher,
  Undecryptable,
  Undeliverable,
  UndeliverableReason,
  UnreadableHash,
} from '@keepsake/domain'
import {
  answers,
  answersOr,
  anything,
  bytesOf,
  count,
  either,
  flag,
  gives,
  instant,
  mapOf,
  nothing,
  optional,
  passwordHash,
  phoneNumber,
  recordOf,
  resultOf,
  secretText,
  setOf,
  someText,
  text,
  wordOf,
  type Promises,
} from '@keepsake/domain/guard'

export const passwordHasher: Promises<Pick<PasswordHasher, 'hash'>> = { hash: answers(passwordHash) }

export const passwordVerifier: Promises<PasswordVerifier> = {
  recognise: gives(
    resultOf(
      passwordHash,
      wordOf<UnreadableHash>({
        unknown: true,
        'format-unknown': true,
        ambiguous: true,
        'too-costly': true,
        'encoding-not-taken': true,
        'parameters-not-taken': true,
        'salt-not-taken': true,
        'salt-missing': true,
        'username-missing': true,
        'expression-malformed': true,
      }),
    ),
  ),
  looksHashed: gives(flag),
  verify: answers(wordOf<HashVerdict>({ right: true, outdated: true, wrong: true, 'not-mine': true })),
  pretend: answers(wordOf<'wrong' | 'not-mine'>({ wrong: true, 'not-mine': true })),
  describe: gives(
    optional(
      recordOf<HashDescription>({
        strength: wordOf<Strength>({ strong: true, fair: true, weak: true }),
        wrappable: flag,
      }),
    ),
  ),
  wrap: answers(passwordHash),
}

export const commonPasswords: Promises<CommonPasswords> = { has: gives(flag) }

export const breachedPasswords: Promises<BreachedPasswords> = { count: answers(count) }

export const transportCipher: Promises<TransportCipher> = {
  current: gives(
    optional(
      recordOf<PublicTransportKey>({
        publicKey: someText,
        keyId: text,
        padding: optional(text),
        retiresAt: optional(instant),
      }),
    ),
  ),
  open: answersOr(
    secretText,
    either(
      recordOf<Undecryptable>({ kind: wordOf<Undecryptable['kind']>({ undecryptable: true }) }),
      recordOf<TooShort>({ kind: wordOf<TooShort['kind']>({ 'too-short': true }), leastBytes: count }),
    ),
  ),
}

export const totpEngine: Promises<TotpEngine> = {
  // A text of another length, or an empty one, would be a code that anyone can type.
  codeAt: gives(
    (code, { digits }): code is string => text(code) && code.length === digits && /^\d+$/u.test(code),
  ),
}

export const secretBox: Promises<SecretBox> = {
  seal: answers(someText),
  open: answers(secretText),
  isCurrent: gives(flag),
  keyIdOf: gives(someText),
}

export const keyedDigest: Promises<Pick<KeyedDigest, 'digest'>> = {
  digest: gives(optional((digest): digest is Uint8Array => bytesOf(digest, 32))),
}

export const recoveryCodeHasher: Promises<RecoveryCodeHasher> = {
  hash: answers(someText),
  matches: answers(flag),
  isCurrent: gives(flag),
  keyIdOf: gives(someText),
  rewrap: answers(someText),
}

export const phoneNumbers: Promises<PhoneNumbers> = {
  parse: gives(optional(phoneNumber)),
  isCountryCode: gives(flag),
}

export const organization: Promises<Organization> = {
  findDepartments: answers(mapOf(text, text)),
  findTenants: answers(setOf(text)),
}

const undeliverable = recordOf<Undeliverable>({
  kind: wordOf<Undeliverable['kind']>({ undeliverable: true }),
  reason: wordOf<UndeliverableReason>({
    'recipient-refused': true,
    'message-refused': true,
    'not-allowed': true,
    'not-prepared': true,
  }),
  cause: anything,
})

export const noticeSender: Promises<Pick<NoticeSender, 'send'>> = { send: answersOr(nothing, undeliverable) }

export const eventSender: Promises<Pick<EventSender, 'send'>> = { send: answersOr(nothing, undeliverable) }

export const system: Promises<System> = {
  clock: gives(instant),
  newId: gives(someText),
  randomBytes: gives((bytes, size): bytes is Uint8Array => bytesOf(bytes, size)),
}
