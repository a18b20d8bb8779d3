import type { NewLinkedIdentity } from '../linked-identity/draft-identity.ts'
import type { NewOtp } from '../otp/draft-otp.ts'
import type { HashFields } from '../password/hash-details.ts'
import type { Profile } from './profile.ts'

/** One row of a batch, as its caller gives it: texts in any spelling, no rule applied. Every field is optional by shape. */
export type NewUser = Profile & {
  /** One of `userStatuses`; `Activated` where absent. */
  readonly status?: string
  readonly email?: string
  readonly emailVerified?: boolean
  readonly phone?: string
  /** Such as `+86`; the pool's own where absent. */
  readonly phoneCountryCode?: string
  readonly phoneVerified?: boolean
  readonly username?: string
  readonly externalId?: string
  /** `M`, `W`, `F` or `U`. */
  readonly gender?: string
  /** `YYYY-MM-DD`, or a day with a time behind it where the batch names its `dateZone`. */
  readonly birthdate?: string
  readonly departmentIds?: readonly string[]
  readonly tenantIds?: readonly string[]
  readonly identities?: readonly NewLinkedIdentity[]
  readonly customData?: Readonly<Record<string, unknown>>
  /** In clear, encrypted for transport, or already hashed: `passwordEncryptType` and the batch's options say which. */
  readonly password?: string
  readonly passwordEncryptType?: string
  /**
   * With `keepPassword`: the format of the hash, where its shape does not tell, or an expression of how it is made, such
   * as `sha1(salt + sha1(password))`. The batch's own where absent, like all that follows.
   */
  readonly passwordFormat?: string
  /** What the password was made into before it was hashed: one of `prehashes`. */
  readonly passwordPrehash?: string
  /** The encoding of the text that was hashed: one of `passwordEncodings`. */
  readonly passwordEncoding?: string
  /** The salt, where the other system keeps it beside the hash. */
  readonly passwordSalt?: string
  /** Further values that the format needs, by name. They add to those of the batch and go before them. */
  readonly passwordParameters?: HashFields
  readonly resetPasswordOnFirstLogin?: boolean
  readonly otp?: NewOtp
}

/** The row without its texts that are empty, those of its custom data, its lists of ids and its authenticator among them. */
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

/** Its secret is not optional: where it alone is empty, that is for the row to hear. */
const withoutEmptyOtp = (otp: NewOtp): Pick<NewUser, 'otp'> => {
  const left = withoutEmpty(otp)
  return Object.keys(left).length === 0 ? {} : { otp: { ...left, secret: otp.secret } }
}

const withoutEmpty = <T extends object>(record: T): T =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== '')) as T

/** What holds for a whole batch. */
export type CreateUsersOptions = {
  /** The passwords sent are hashes that another system made; they are kept as they are. */
  readonly keepPassword?: boolean
  /**
   * Passwords are made for the users. Who is told of the account by a notice is sent a link to set one instead, unless the
   * pool has generated passwords told.
   */
  readonly autoGeneratePassword?: boolean
  readonly resetPasswordOnFirstLogin?: boolean
  /** For rows that do not say it themselves: `none`, `rsa` or `sm2`. */
  readonly passwordEncryptType?: string
  /** With `keepPassword`, for rows that do not say it themselves: the format of the hashes, where their shape does not tell. */
  readonly passwordFormat?: string
  /** The same of what the passwords were made into before they were hashed. */
  readonly passwordPrehash?: string
  readonly passwordEncoding?: string
  /** What holds for all hashes of the system, such as Firebase's `signerKey`. */
  readonly passwordParameters?: HashFields
  /** The time zone, such as `Asia/Shanghai`, in which birthdates that are written as moments were meant. */
  readonly dateZone?: string
  /** Texts that are empty count as absent. */
  readonly emptyIsAbsent?: boolean
  /** What `departmentIds` hold: `department_id` (where absent) or `open_department_id`. */
  readonly departmentIdType?: string
  readonly sendNotification?: {
    readonly sendEmailNotification?: boolean
    readonly sendPhoneNotification?: boolean
    /** The app whose login address the notice gives, unless it gives a link; the pool's own where absent. */
    readonly appId?: string
  }
}
