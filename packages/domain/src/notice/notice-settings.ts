/** Where the links in notices lead, and what a new user gets. */
export type NoticeLinks = {
  /** Where users sign in, for notices that name no app. */
  readonly loginUrl?: string
  /** The page that asks for a new password and completes a reset with the token from the notice. */
  readonly resetUrl?: string
  /** The page that asks a new user for the first password and sets it with the token from the notice. */
  readonly activationUrl?: string
  readonly newAccounts: NewAccounts
  /** Where users sign in to each app, by app id. */
  readonly apps: Readonly<Record<string, { readonly loginUrl: string }>>
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
