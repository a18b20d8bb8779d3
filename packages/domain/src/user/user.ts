import type { Instant } from '../kernel/system.ts'
import type { FurtherEmail, FurtherPhone } from './further-addresses.ts'
import type { LinkedIdentity } from './linked-identity/linked-identity.ts'
import type { CustomData } from './profile/custom-data.ts'
import type { Birthdate } from './profile/birthdate.ts'
import type { Email } from './identifier/email.ts'
import type { ExternalId, Username } from './identifier/identifiers.ts'
import type { PhoneNumber } from './identifier/phone-numbers.ts'
import type { Gender, Profile } from './profile/profile.ts'
import type { UserId } from './user-id.ts'
import type { UserStatus } from './user-status.ts'

/** A person in a user pool. Passwords and authenticators are separate records. */
export type User = {
  readonly id: UserId
  /** How often the record was changed since it was made. Sign-ins are counted elsewhere and are no change. */
  readonly version: number
  readonly status: UserStatus
  readonly statusChangedAt: Instant
  readonly createdAt: Instant
  readonly updatedAt: Instant
  readonly email?: Email
  readonly emailVerified: boolean
  readonly phone?: PhoneNumber
  readonly phoneVerified: boolean
  /** Never empty. */
  readonly emails?: readonly FurtherEmail[]
  /** Never empty. */
  readonly phones?: readonly FurtherPhone[]
  readonly username?: Username
  readonly externalId?: ExternalId
  readonly gender: Gender
  readonly birthdate?: Birthdate
  readonly profile: Profile
  readonly departmentIds: readonly string[]
  readonly tenantIds: readonly string[]
  readonly identities: readonly LinkedIdentity[]
  readonly customData: CustomData
  readonly signIns: SignIns
}

/** What is remembered of a user's sign-ins: how many there were, and when and from where the last one came. */
export type SignIns = { readonly count: number; readonly lastAt?: Instant; readonly lastIp?: string }
