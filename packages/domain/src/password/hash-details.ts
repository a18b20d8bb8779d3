import type { PasswordForm } from './password-form.ts'

/** Values that belong to a hash, by the names that its format gives them. */
export type HashFields = Readonly<Record<string, string | number>>

/** What a caller says about a hash of another system and is not in the hash itself. */
export type HashDetails = PasswordForm & {
  /** The salt, if the system keeps it beside the hash. */
  readonly salt?: string
  /** Such as the key of a whole project, or the number of iterations. */
  readonly parameters?: HashFields
  /** The username of the user whose hash it is: some systems hash it with the password. */
  readonly username?: string
}
