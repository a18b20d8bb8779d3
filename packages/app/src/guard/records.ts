import {
  noticeKinds,
  otpAlgorithms,
  userStatuses,
  type Credential,
  type CustomValue,
  type DeliveryFailure,
  type DomainEvent,
  type DomainEventType,
  type EventDelivery,
  type Email,
  type Gender,
  type KeptRecoveryCode,
  type KeyNamespace,
  type LinkedIdentity,
  type Notice,
  type NoticeChannel,
  type OtpEnrolment,
  type OtpSet,
  type OutboxItem,
  type OutboxState,
  type PasswordHash,
  type PhoneNumber,
  type Posted,
  type Profile,
  type Secret,
  type SignIns,
  type UniqueKey,
  type User,
  type Username,
} from '@keepsake/domain'
import {
  anything,
  count,
  either,
  figure,
  flag,
  instant,
  isObject,
  listOf,
  oneOf,
  optional,
  positive,
  recordOf,
  recordsOf,
  someOf,
  someText,
  text,
  wordOf,
  type Check,
} from '@keepsake/domain/guard'

/** A secret whose content is text. */
export const secretText: Check<Secret<string>> = (value): value is Secret<string> =>
  isObject(value) && 'reveal' in value && typeof value.reveal === 'function' && text(value.reveal())

/** A hash that a password can be behind. */
export const passwordHash: Check<PasswordHash> = recordOf<PasswordHash>({
  format: someText,
  cost: text,
  encoded: someText,
})

export const credential: Check<Credential> = recordOf<Credential>({
  userId: someText,
  hash: passwordHash,
  setAt: instant,
  mustChange: flag,
  former: listOf(passwordHash),
})

export const phoneNumber: Check<PhoneNumber> = recordOf<PhoneNumber>({
  countryCode: someText,
  national: someText,
  e164: someText,
})

const linkedIdentity = recordOf<LinkedIdentity>({
  id: text,
  extIdpId: text,
  provider: text,
  type: text,
  userIdInIdp: text,
  originConnIds: listOf(text),
  userInfoInIdp: optional(recordsOf(anything)),
})

export const user: Check<User> = recordOf<User>({
  id: someText,
  version: count,
  status: oneOf(...userStatuses),
  statusChangedAt: instant,
  createdAt: instant,
  updatedAt: instant,
  email: optional(recordOf<Email>({ address: someText, canonical: someText })),
  emailVerified: flag,
  phone: optional(phoneNumber),
  phoneVerified: flag,
  username: optional(recordOf<Username>({ text: someText, canonical: someText })),
  externalId: optional(someText),
  gender: wordOf<Gender>({ M: true, W: true, U: true }),
  birthdate: optional(someText),
  profile: recordsOf(optional(text)) as Check<Profile>,
  departmentIds: listOf(text),
  tenantIds: listOf(text),
  identities: listOf(linkedIdentity),
  customData: recordsOf<CustomValue>(either(either(text, figure), flag)),
  signIns: recordOf<SignIns>({ count, lastAt: optional(instant), lastIp: optional(text) }),
})

export const uniqueKey: Check<UniqueKey> = recordOf<UniqueKey>({
  namespace: wordOf<KeyNamespace>({ login: true, external: true, identity: true }),
  key: text,
})

const otpEnrolment = recordOf<OtpEnrolment>({
  id: someText,
  name: optional(text),
  secret: someText,
  fingerprint: text,
  algorithm: oneOf(...otpAlgorithms),
  digits: oneOf(6, 8),
  period: positive,
  enrolledAt: instant,
  provenAt: optional(instant),
  lastStep: count,
})

const recoveryCode = recordOf<KeptRecoveryCode>({ id: someText, hash: someText, usedAt: optional(instant) })

/** Without an authenticator there would be no set. */
export const otpSet: Check<OtpSet> = recordOf<OtpSet>({
  userId: someText,
  authenticators: someOf(otpEnrolment),
  recoveryCodes: listOf(recoveryCode),
})

export const notice: Check<Notice> = recordOf<Notice>({
  id: someText,
  userId: someText,
  kind: oneOf(...noticeKinds),
  channel: wordOf<NoticeChannel>({ email: true, sms: true }),
  to: text,
  createdAt: instant,
  url: text,
  secret: optional(someText),
})

type EventHead = Pick<EventDelivery, 'id' | 'userId' | 'type' | 'createdAt' | 'pool'> &
  Partial<Pick<EventDelivery, 'channel' | 'eventId'>>

export const eventType: Check<DomainEventType> = wordOf<DomainEventType>({
  'user.created': true,
  'user.updated': true,
  'user.deleted': true,
  'password.changed': true,
  'otp.imported': true,
  'otp.enrolled': true,
  'otp.removed': true,
  'recovery_code.used': true,
})

/** What an event tells beside its head goes on as it is. */
export const domainEvent: Check<DomainEvent | EventDelivery> = recordOf<EventHead>({
  id: someText,
  userId: someText,
  type: eventType,
  createdAt: instant,
  pool: someText,
  channel: optional(someText),
  eventId: optional(someText),
}) as Check<DomainEvent | EventDelivery>

export const deliveryFailure: Check<DeliveryFailure> = wordOf<DeliveryFailure>({
  'recipient-refused': true,
  'message-refused': true,
  'not-allowed': true,
  'not-prepared': true,
  'sender-unavailable': true,
  'secret-unavailable': true,
  'user-inactive': true,
  'user-deleted': true,
  'address-changed': true,
})

export const posted = <Item extends OutboxItem>(item: Check<Item>): Check<Posted<Item>> =>
  recordOf<Posted<Item>>({
    item,
    state: wordOf<OutboxState>({ waiting: true, sent: true, dead: true }),
    attempts: count,
    dueAt: optional(instant),
    sentAt: optional(instant),
    diedAt: optional(instant),
    failure: optional(deliveryFailure),
    reason: optional(text),
  })
