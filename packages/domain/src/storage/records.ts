import { eventTypes, type DomainEvent, type DomainEventType } from '../event/domain-event.ts'
import type { EventDelivery } from '../event/event-endpoint.ts'
import type { Damaged } from '../kernel/damaged.ts'
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
} from '../kernel/guard/check.ts'
import type { Secret } from '../kernel/secret.ts'
import type { LinkedIdentity } from '../user/linked-identity/linked-identity.ts'
import { noticeKinds, type Notice, type NoticeChannel } from '../notice/notice.ts'
import type { StoredAuthenticator } from '../authenticator/authenticator.ts'
import { totpAlgorithms } from '../authenticator/totp/totp-parameters.ts'
import type { StoredRecoveryCode } from '../authenticator/recovery-code/stored-recovery-code.ts'
import type { SecondFactor } from '../authenticator/second-factor.ts'
import type { DamagedSecondFactor } from '../authenticator/second-factor-store.ts'
import type {
  DamagedItem,
  DeliveryFailure,
  OutboxItem,
  OutboxState,
  OutboxEntry,
} from '../outbox/outbox-item.ts'
import type { Credential, PasswordHash } from '../password/credential.ts'
import type { CredentialOrigin, MovedOrigin } from '../password/credential-origin.ts'
import type { CustomValue } from '../user/profile/custom-data.ts'
import type { FurtherEmail, FurtherPhone } from '../user/further-addresses.ts'
import type { Email } from '../user/identifier/email.ts'
import type { Username } from '../user/identifier/identifiers.ts'
import type { PhoneNumber } from '../user/identifier/phone-numbers.ts'
import type { Gender, Profile } from '../user/profile/profile.ts'
import type { UniqueKey, KeyNamespace } from '../user/identifier/unique-key.ts'
import type { SignIns, User } from '../user/user.ts'
import { userStatuses } from '../user/user-status.ts'
import type { DamagedUser } from '../user/store/user-store.ts'

/** A secret whose content is text. */
export const secretText: Check<Secret<string>> = (value): value is Secret<string> =>
  isObject(value) && 'reveal' in value && typeof value.reveal === 'function' && text(value.reveal())

/** A hash that can be the hash of a password. */
export const passwordHash: Check<PasswordHash> = recordOf<PasswordHash>({
  format: someText,
  cost: text,
  encoded: someText,
})

const origin: Check<CredentialOrigin> = either(
  recordOf<{ readonly kind: 'here' }>({ kind: oneOf('here') }),
  recordOf<MovedOrigin>({
    kind: oneOf('moved'),
    at: instant,
    source: optional(someText),
    digest: optional(someText),
  }),
)

export const credential: Check<Credential> = recordOf<Credential>({
  userId: someText,
  hash: passwordHash,
  setAt: instant,
  mustChange: flag,
  former: listOf(passwordHash),
  origin,
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

const email = recordOf<Email>({ address: someText, canonical: someText })

/** A custom value: anything that JSON can have but null. */
const customValue: Check<CustomValue> = (value): value is CustomValue =>
  either(either(text, figure), flag)(value) || isObject(value)

export const user: Check<User> = recordOf<User>({
  id: someText,
  version: count,
  status: oneOf(...userStatuses),
  statusChangedAt: instant,
  createdAt: instant,
  updatedAt: instant,
  email: optional(email),
  emailVerified: flag,
  phone: optional(phoneNumber),
  phoneVerified: flag,
  emails: optional(someOf(recordOf<FurtherEmail>({ email, verified: flag }))),
  phones: optional(someOf(recordOf<FurtherPhone>({ phone: phoneNumber, verified: flag }))),
  username: optional(recordOf<Username>({ text: someText, canonical: someText })),
  externalId: optional(someText),
  gender: wordOf<Gender>({ M: true, W: true, U: true }),
  birthdate: optional(someText),
  profile: recordsOf(optional(text)) as Check<Profile>,
  departmentIds: listOf(text),
  tenantIds: listOf(text),
  identities: listOf(linkedIdentity),
  customData: recordsOf(customValue),
  signIns: recordOf<SignIns>({ count, lastAt: optional(instant), lastIp: optional(text) }),
})

const damaged: Check<Damaged['damaged']> = (value): value is true => value === true

export const damagedUser: Check<DamagedUser> = recordOf<DamagedUser>({
  id: someText,
  createdAt: instant,
  damaged,
})

export const uniqueKey: Check<UniqueKey> = recordOf<UniqueKey>({
  namespace: wordOf<KeyNamespace>({ login: true, external: true, identity: true, id: true }),
  key: text,
})

const storedAuthenticator = recordOf<StoredAuthenticator>({
  id: someText,
  name: optional(text),
  secret: someText,
  fingerprint: text,
  algorithm: oneOf(...totpAlgorithms),
  digits: oneOf(6, 8),
  period: positive,
  enrolledAt: instant,
  provenAt: optional(instant),
  lastStep: count,
})

const recoveryCode = recordOf<StoredRecoveryCode>({
  id: someText,
  hash: someText,
  fingerprint: text,
  usedAt: optional(instant),
})

/** Without an authenticator there would be no second factor to store. */
export const secondFactor: Check<SecondFactor> = recordOf<SecondFactor>({
  userId: someText,
  authenticators: someOf(storedAuthenticator),
  recoveryCodes: listOf(recoveryCode),
})

export const damagedSecondFactor: Check<DamagedSecondFactor> = recordOf<DamagedSecondFactor>({
  userId: someText,
  damaged,
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

export const eventType: Check<DomainEventType> = wordOf(eventTypes)

/** Fields of an event beside its head are passed on as they are. */
export const domainEvent: Check<DomainEvent | EventDelivery> = recordOf<EventHead>({
  id: someText,
  userId: someText,
  type: eventType,
  createdAt: instant,
  pool: someText,
  channel: optional(someText),
  eventId: optional(someText),
}) as Check<DomainEvent | EventDelivery>

export const damagedItem: Check<DamagedItem> = recordOf<DamagedItem>({
  id: someText,
  userId: someText,
  createdAt: instant,
  channel: optional(text),
  secret: optional(someText),
  damaged,
})

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
  'link-invalid': true,
  'record-damaged': true,
})

export const outboxEntry = <Item extends OutboxItem>(item: Check<Item>): Check<OutboxEntry<Item>> =>
  recordOf<OutboxEntry<Item>>({
    item,
    state: wordOf<OutboxState>({ waiting: true, sent: true, dead: true }),
    attempts: count,
    dueAt: optional(instant),
    sentAt: optional(instant),
    diedAt: optional(instant),
    failure: optional(deliveryFailure),
    reason: optional(text),
  })
