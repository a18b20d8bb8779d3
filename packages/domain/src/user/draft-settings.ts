import type { DateZone } from '../kernel/day.ts'
import type { Instant } from '../kernel/system.ts'
import type { EmailRules } from './identifier/email.ts'
import type { UsernameRules } from './identifier/identifier-keys.ts'
import type { BirthdateRules } from './profile/birthdate.ts'
import type { CustomFields } from './profile/custom-data.ts'

/** When a row is drafted, and the time zone of days that have a time. */
export type DraftedAt = { readonly now: Instant; readonly dateZone?: DateZone }

/** The settings of a pool by which its users' fields are read. */
export type DraftSettings = {
  /**
   * The country code of phone numbers that come without one, such as `+86`. If absent, no code is added: (415) 555-2671
   * is a number in a dozen countries.
   */
  readonly phoneCountryCode?: string
  readonly emails: EmailRules
  readonly usernames: UsernameRules
  readonly birthdates: BirthdateRules
  /** A user with a linked identity needs no email, phone or username. */
  readonly identityOnlyUsers: boolean
  /** The fields that users may have in addition to the contract's. */
  readonly customFields: CustomFields
}
