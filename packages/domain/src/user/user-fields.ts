import type { GivenPhone } from './draft-phone.ts'
import type { GivenFurtherEmail, GivenFurtherPhone } from './further-addresses.ts'
import type { NewLinkedIdentity } from './linked-identity/draft-identity.ts'
import type { GivenMemberships } from './organization/memberships.ts'
import type { Profile } from './profile/profile.ts'

/**
 * The fields of a user, as a caller gives them: texts in any spelling, with no rule applied. The type makes every field
 * optional.
 */
export type UserFields = Profile &
  GivenMemberships &
  GivenPhone & {
    /** One of `userStatuses`; `Activated` if absent. */
    readonly status?: string
    readonly email?: string
    readonly emailVerified?: boolean
    readonly phoneVerified?: boolean
    readonly emails?: readonly GivenFurtherEmail[]
    readonly phones?: readonly GivenFurtherPhone[]
    readonly username?: string
    readonly externalId?: string
    /** `M`, `W`, `F` or `U`. */
    readonly gender?: string
    /** `YYYY-MM-DD`, or a day with a time after it if the batch names its `dateZone`. */
    readonly birthdate?: string
    readonly identities?: readonly NewLinkedIdentity[]
    readonly customData?: Readonly<Record<string, unknown>>
  }
