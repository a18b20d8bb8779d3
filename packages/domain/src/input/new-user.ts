import type { NewLinkedIdentity } from '../user/linked-identity/draft-identity.ts'
import type { NewOtp } from '../authenticator/draft-authenticator.ts'
import type { HashFields } from '../password/hash-details.ts'
import type { Profile } from '../user/profile/profile.ts'

/**
 * One row of a batch, as its caller gives it: texts in any spelling, with no rule applied. The type makes every field
 * optional.
 */
export type NewUser = Profile & {
  /** One of `userStatuses`; `Activated` if absent. */
  readonly status?: string
  readonly email?: string
  readonly emailVerified?: boolean
  readonly phone?: string
  /** Such as `+86`; the pool's own if absent. */
  readonly phoneCountryCode?: string
  readonly phoneVerified?: boolean
  readonly username?: string
  readonly externalId?: string
  /** `M`, `W`, `F` or `U`. */
  readonly gender?: string
  /** `YYYY-MM-DD`, or a day with a time after it if the batch names its `dateZone`. */
  readonly birthdate?: string
  readonly departmentIds?: readonly string[]
  readonly tenantIds?: readonly string[]
  readonly identities?: readonly NewLinkedIdentity[]
  readonly customData?: Readonly<Record<string, unknown>>
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
  readonly otp?: NewOtp
}

/** The row without its empty texts, including those of its custom data, its lists of ids and its authenticator. */
export const withoutEmptyTexts = (row: NewUser): NewUser => {
  const { otp, ...rest } = withoutEmpty(row)
  return {
    ...rest,
    ...(row.customData && { customData: withoutEmpty(row.customData) }),
    ...(row.departmentIds && { departmentIds: row.departmentIds.filter((id) => id !== '') }),
    ...(row.tenantIds && { tenantIds: row.tenantIds.filter((id) => id !== '') }),
    ...(otp && withoutEmptyOtp(otp)),
  }
}

/** The secret is not optional: if only the secret is empty, the row gets an issue. */
const withoutEmptyOtp = (otp: NewOtp): Pick<NewUser, 'otp'> => {
  const left = withoutEmpty(otp)
  return Object.keys(left).length === 0 ? {} : { otp: { ...left, secret: otp.secret } }
}

const withoutEmpty = <T extends object>(record: T): T =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== '')) as T

/** The options of a whole batch. */
export type CreateUsersOptions = {
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
  /** The time zone, such as `Asia/Shanghai`, of birthdates that are written as times. */
  readonly dateZone?: string
  /** Empty texts count as absent. */
  readonly emptyIsAbsent?: boolean
  /** What `departmentIds` hold: `department_id` (the default) or `open_department_id`. */
  readonly departmentIdType?: string
  readonly sendNotification?: {
    readonly sendEmailNotification?: boolean
    readonly sendPhoneNotification?: boolean
    /** The app whose login address is in the notice, unless the notice has a link; the pool's own if absent. */
    readonly appId?: string
  }
}
