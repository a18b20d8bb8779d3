import type { PasswordForm } from './password-form.ts'

/** Values that belong to a hash, by the names that its format gives them. */
export type HashFields = Readonly<Record<string, string | number>>

/** What a caller says of a hash of another system that does not stand in the hash. */
export type HashDetails = PasswordForm & {
  /** The salt, where the system keeps it beside the hash. */
  readonly salt?: string
  /** Such as the key of a whole project, or the number of iterations. */
  readonly parameters?: HashFields
  /** Of the user whose hash it is: some systems hash it with the password. */
  readonly username?: string
}
