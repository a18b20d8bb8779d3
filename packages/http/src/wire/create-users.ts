import { profileFields, type CreateUsersOptions, type NewUser } from '@keepsake/domain'
import { z } from 'zod'
import type { CreateUsers } from '@keepsake/app'
import {
  furtherEmails,
  furtherPhones,
  givenOrigin,
  givenTime,
  hashFields,
  maxIdentities,
  maxIds,
  maxRows,
} from '@keepsake/app/input'
import { newAuthenticator } from './new-authenticator.ts'
import { flag, freeObject, list, maybe, text } from './shape.ts'

const identity = z.strictObject({
  extIdpId: z.string(),
  provider: z.string(),
  type: z.string(),
  userIdInIdp: z.string(),
  originConnIds: list(z.string(), maxIdentities),
  userInfoInIdp: maybe(freeObject),
})

const userFields = {
  status: text,
  email: text,
  emailVerified: flag,
  phone: text,
  phoneCountryCode: text,
  phoneVerified: flag,
  username: text,
  externalId: text,
  gender: text,
  birthdate: text,
  ...Object.fromEntries(profileFields.map((field) => [field, text])),
  departmentIds: maybe(list(z.string(), maxIds)),
  tenantIds: maybe(list(z.string(), maxIds)),
  identities: maybe(list(identity, maxIdentities)),
  customData: maybe(freeObject),
  password: text,
  passwordEncryptType: text,
  /** Our own field. The wire's own way is a password function for the whole pool. */
  passwordFormat: text,
  passwordPrehash: text,
  passwordEncoding: text,
  passwordSalt: text,
  passwordParameters: maybe(hashFields),
  /** The contract's spelling. The right spelling is accepted too. */
  resetPasswordOnFisrtLogin: flag,
  resetPasswordOnFirstLogin: flag,
  otp: maybe(newAuthenticator),
}

type WireUser = NewUser & { readonly resetPasswordOnFisrtLogin?: boolean }

const options = z.strictObject({
  keepPassword: flag,
  autoGeneratePassword: flag,
  resetPasswordOnFirstLogin: flag,
  passwordEncryptType: text,
  passwordFormat: text,
  passwordPrehash: text,
  passwordEncoding: text,
  passwordParameters: maybe(hashFields),
  departmentIdType: text,
  // Our own field.
  dateZone: text,
  emptyIsAbsent: flag,
  sendNotification: maybe(
    z.strictObject({ sendEmailNotification: flag, sendPhoneNotification: flag, appId: text }),
  ),
})

/**
 * One row of a file. Beside the fields of a request it has what the users were in another system. Requests do not have
 * them, since the contract does not.
 */
export const newUserRow: z.ZodType<WireUser> = z.strictObject({
  ...userFields,
  emails: maybe(furtherEmails),
  phones: maybe(furtherPhones),
  userId: text,
  createdAt: maybe(givenTime),
  lastSignInAt: maybe(givenTime),
  signInsCount: maybe(z.number()),
  passwordSetAt: maybe(givenTime),
  passwordOrigin: maybe(givenOrigin),
})

type WireBatch = { readonly list: readonly WireUser[]; readonly options?: CreateUsersOptions }

/** The body of `create-users-batch`: the contract's `CreateUserBatchReqDto`, in its old and present form. */
export const createUsersRequest: z.ZodType<WireBatch> = z.strictObject({
  list: list(z.strictObject(userFields), maxRows),
  options: maybe(options),
})

/** A file of users, whose rows are read one by one. */
export const usersFile: z.ZodType<{
  readonly list: readonly unknown[]
  readonly options?: CreateUsersOptions
}> = z.strictObject({ list: z.array(z.unknown()), options: maybe(options) })

/** The body of `create-user`: one user's fields, with the options beside them. */
export const createUserRequest: z.ZodType<WireUser & { readonly options?: CreateUsersOptions }> =
  z.strictObject({
    ...userFields,
    options: maybe(options),
  })

/** Resolves what only the wire has: two spellings of one flag. The stricter one wins. */
export const toCreateUsers = ({ list: rows, options: given }: WireBatch): CreateUsers => ({
  list: rows.map(toNewUser),
  ...(given === undefined ? {} : { options: given }),
})

/** Converts one row from its wire form. */
export const toNewUser = ({ resetPasswordOnFisrtLogin: misspelt, ...user }: WireUser): NewUser => {
  if (misspelt === undefined) return user
  return { ...user, resetPasswordOnFirstLogin: misspelt || user.resetPasswordOnFirstLogin === true }
}
