import { issue, profileFields, type EncryptType, type Issue, type UserChanges } from '@keepsake/domain'
import { z } from 'zod'
import type { PasswordUpdate, UserUpdate } from '@keepsake/app'
import { maxRows } from '@keepsake/app/input'
import { toUserQuery, userIdTypes, type UserQuery } from './get-user.ts'
import { flag, freeObject, list, maybe, text } from './shape.ts'

/** Text that may be removed. Several SDKs send `null` for what is not set, so that an empty text has to say it. */
const removable: z.ZodType<string | null | undefined> = text.transform((value) =>
  value === '' ? null : value,
)

const fields = {
  userId: z.string(),
  status: text,
  email: removable,
  emailVerified: flag,
  phone: removable,
  phoneCountryCode: text,
  phoneVerified: flag,
  username: removable,
  externalId: removable,
  gender: removable,
  birthdate: removable,
  ...Object.fromEntries(profileFields.map((field) => [field, removable])),
  customData: maybe(freeObject),
  password: text,
}

const options = {
  resetPasswordOnFirstLogin: flag,
  resetPasswordOnNextLogin: flag,
  passwordEncryptType: maybe(z.enum(['none', 'rsa', 'sm2'])),
  autoGeneratePassword: flag,
  // A generated password is told by a notice, always, and at the address that the directory holds; no other one is.
  sendPasswordResetedNotification: maybe(
    z.strictObject({
      sendDefaultEmailNotification: flag,
      sendDefaultPhoneNotification: flag,
      inputSendEmailNotification: text,
      inputSendPhoneNotification: text,
      appId: text,
    }),
  ),
}

type Row = UserChanges & { readonly userId: string; readonly password?: string }

type Options = {
  readonly resetPasswordOnFirstLogin?: boolean
  readonly resetPasswordOnNextLogin?: boolean
  readonly passwordEncryptType?: EncryptType
  readonly autoGeneratePassword?: boolean
  readonly sendPasswordResetedNotification?: Readonly<Record<string, string | boolean | undefined>>
}

type UpdateUserRequest = Row & {
  readonly options?: Options & { readonly userIdType?: (typeof userIdTypes)[number] }
}

/** The body of `update-user`. */
export const updateUserRequest: z.ZodType<UpdateUserRequest> = z.strictObject({
  ...fields,
  options: maybe(z.strictObject({ ...options, userIdType: maybe(z.enum(userIdTypes)) })),
})

type UpdateUsersRequest = { readonly list: readonly Row[]; readonly options?: Options }

/** The body of `update-user-batch`. */
export const updateUsersRequest: z.ZodType<UpdateUsersRequest> = z.strictObject({
  list: list(z.strictObject(fields), maxRows),
  options: maybe(z.strictObject(options)),
})

/** A row as the API takes it, with what is to become of the password. */
export const toUserUpdate = ({ userId, password, ...changes }: Row, given: Options = {}): UserUpdate => {
  const wish = toPasswordUpdate(password, given)
  return { userId, changes, ...(wish === undefined ? {} : { password: wish }) }
}

/** Whom `update-user` is about. */
export const toUpdateQuery = ({ userId, options: given }: UpdateUserRequest): UserQuery =>
  toUserQuery({ userId, userIdType: given?.userIdType ?? 'user_id' })

/** What of a request's options comes to nothing for this row, now that it is done. Paths are the request's. */
export const unusedOptions = (
  { password }: Pick<UserUpdate, 'password'>,
  given: Options | undefined,
  hasPassword: boolean,
): readonly Issue[] => {
  const { appId: _, ...wish } = given?.sendPasswordResetedNotification ?? {}
  const isUnsent =
    password?.by !== 'generated' && Object.values(wish).some((each) => each !== undefined && each !== false)
  return [
    ...(password?.by === 'user' && !hasPassword ? [issue('password.none_to_change', ['password'])] : []),
    ...(isUnsent ? [issue('notice.not_offered', ['options', 'sendPasswordResetedNotification'])] : []),
  ]
}

const toPasswordUpdate = (password: string | undefined, given: Options): PasswordUpdate | undefined => {
  const asked = stricter(given.resetPasswordOnNextLogin, given.resetPasswordOnFirstLogin)
  if (password !== undefined)
    return {
      by: 'administrator',
      newPassword: password,
      passwordEncryptType: given.passwordEncryptType ?? 'none',
      mustChange: asked ?? false,
    }
  if (given.autoGeneratePassword === true) return { by: 'generated', mustChange: asked ?? true }
  return asked === true ? { by: 'user' } : undefined
}

/** Of the two words on a forced change the stricter wins, as for a new user. */
const stricter = (one: boolean | undefined, other: boolean | undefined): boolean | undefined =>
  one === true || other === true ? true : (one ?? other)

/** A row with a password where one is to be generated: only the caller knows which of the two was meant. */
export const givenAndGenerated = (
  { password }: Pick<Row, 'password'>,
  given: Options | undefined,
): readonly Issue[] =>
  password !== undefined && given?.autoGeneratePassword === true
    ? [issue('password.given_and_generate', ['password'])]
    : []
