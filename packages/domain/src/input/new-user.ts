import type { NewAuthenticator } from '../authenticator/draft-authenticator.ts'
import type { PasswordFields } from '../password/password-fields.ts'
import type { GivenPasswordPast } from '../password/password-past.ts'
import type { GivenPastLife } from '../user/past-life.ts'
import type { UserFields } from '../user/user-fields.ts'

/**
 * One row of a batch, as its caller gives it: a user, perhaps with a password, an authenticator and what the user was in
 * another system. The type makes every field optional.
 */
export type NewUser = UserFields &
  PasswordFields &
  GivenPastLife &
  GivenPasswordPast & { readonly otp?: NewAuthenticator }

/** The row without its empty texts, including those of its custom data, its lists of ids and its authenticator. */
export const withoutEmptyTexts = (row: NewUser): NewUser => {
  const { otp, ...rest } = withoutEmpty(row)
  return {
    ...rest,
    ...(row.customData && { customData: withoutEmpty(row.customData) }),
    ...(row.departmentIds && { departmentIds: row.departmentIds.filter((id) => id !== '') }),
    ...(row.tenantIds && { tenantIds: row.tenantIds.filter((id) => id !== '') }),
    ...(otp && withoutEmptyAuthenticator(otp)),
  }
}

/** The secret is not optional: if only the secret is empty, the row gets an issue. */
const withoutEmptyAuthenticator = (otp: NewAuthenticator): Pick<NewUser, 'otp'> => {
  const left = withoutEmpty(otp)
  return Object.keys(left).length === 0 ? {} : { otp: { ...left, secret: otp.secret } }
}

const withoutEmpty = <T extends object>(record: T): T =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== '')) as T
