import type { HashFields } from './hash-details.ts'

/** What a row says about the password of its user, as its caller gives it, with no rule applied. */
export type PasswordFields = {
  /** In clear, encrypted for transport, or already hashed: `passwordEncryptType` and the batch's options say which. */
  readonly password?: string
  readonly passwordEncryptType?: string
  /**
   * With `keepPassword`: the format of the hash, if its shape does not tell it, or an expression of how it is made,
   * such as `sha1(salt + sha1(password))`. If absent, the batch's own applies. The same holds for all following fields.
   */
  readonly passwordFormat?: string
  /** What the password was turned into before it was hashed: one of `prehashes`. */
  readonly passwordPrehash?: string
  /** The encoding of the text that was hashed: one of `passwordEncodings`. */
  readonly passwordEncoding?: string
  /** The salt, if the other system keeps it beside the hash. */
  readonly passwordSalt?: string
  /** Further values that the format needs, by name. They are added to those of the batch and override them. */
  readonly passwordParameters?: HashFields
  readonly resetPasswordOnFirstLogin?: boolean
}
