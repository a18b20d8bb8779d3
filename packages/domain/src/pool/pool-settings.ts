import type { PasswordSettings } from '../password/password-settings.ts'
import type { CustomFields } from '../user/profile/custom-data.ts'
import type { BirthdateRules } from '../user/profile/birthdate.ts'
import type { EmailRules } from '../user/identifier/email.ts'
import type { UsernameRules } from '../user/identifier/identifier-keys.ts'
import type { UserPoolId } from '../user/user-pool.ts'

/** What an operator decides for one user pool. */
export type PoolSettings = {
  readonly pool: UserPoolId
  /**
   * The country code of phone numbers that come without one, such as `+86`. If absent, no code is added: (415) 555-2671
   * is a number in a dozen countries.
   */
  readonly phoneCountryCode?: string
  readonly emails: EmailRules
  readonly usernames: UsernameRules
  readonly birthdates: BirthdateRules
  /** The fields that users may have in addition to the contract's. */
  readonly customFields: CustomFields
  /** Where users sign in, for notices that name no app. */
  readonly loginUrl?: string
  /** The page that asks for a new password and completes a reset with the token from the notice. */
  readonly resetUrl?: string
  /** The page that asks a new user for the first password and sets it with the token from the notice. */
  readonly activationUrl?: string
  readonly newAccounts: NewAccounts
  /** Where users sign in to each app, by app id. */
  readonly apps: Readonly<Record<string, { readonly loginUrl: string }>>
  /** Whether what happens to users is recorded as events, for a sender to send to other services. */
  readonly events: boolean
  readonly notices: NoticeSettings
  readonly limits: PoolLimits
  readonly otp: OtpSettings
  readonly passwords: PasswordSettings
}

/**
 * What a new user gets whose password is to be generated and who gets a notice about the account: a link through which
 * the user sets the first password, or a password in clear.
 */
export type NewAccounts = 'activation-link' | 'generated-password'

/** Which notices are sent in cases for which no contract asks for a notice. */
export type NoticeSettings = {
  /** Whether an existing user is notified of an authenticator that was imported for them. */
  readonly otpImported: boolean
}

export type PoolLimits = {
  /** The most rows of one batch. */
  readonly rows: number
  /** The most rows of one batch whose passwords must be hashed: each hash takes tens of milliseconds of a core. */
  readonly rowsToHash: number
}

export type OtpSettings = {
  /** Secrets of fewer bits are refused. */
  readonly minSecretBits: number
  /** How many time steps before the current one are accepted, for slow typists and slow clocks. */
  readonly pastSteps: number
  /** How many time steps after the current one are accepted, for clocks that are fast. */
  readonly futureSteps: number
  /** Whether users must have an authenticator to sign in. */
  readonly required: boolean
  /** How many recovery codes a user is given. */
  readonly recoveryCodes: number
}
