import type { HashFields } from './hash-details.ts'

/** What the options of a whole batch say about its passwords, as their caller gives them. */
export type BatchPasswordFields = {
  /** The passwords that were sent are hashes that another system made. They are kept as they are. */
  readonly keepPassword?: boolean
  /**
   * Passwords are generated for the users. A user who gets a notice about the account gets a link to set a password
   * instead, unless the pool sends generated passwords.
   */
  readonly autoGeneratePassword?: boolean
  readonly resetPasswordOnFirstLogin?: boolean
  /** For rows without their own: `none`, `rsa` or `sm2`. */
  readonly passwordEncryptType?: string
  /** With `keepPassword`, for rows without their own: the format of the hashes, if their shape does not tell it. */
  readonly passwordFormat?: string
  /** The same for what the passwords were turned into before they were hashed. */
  readonly passwordPrehash?: string
  readonly passwordEncoding?: string
  /** Values for all hashes of the other system, such as Firebase's `signerKey`. */
  readonly passwordParameters?: HashFields
}
