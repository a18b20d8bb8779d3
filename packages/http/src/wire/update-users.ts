import { issue, profileFields, type EncryptType, type Issue, type UserChanges } from '@keepsake/domain'
import { z } from 'zod'
import type { PasswordUpdate, UserUpdate } from '@keepsake/app'
import { maxRows } from '@keepsake/app/input'
import { toUserQuery, userIdTypes, type UserQuery } from './find-user.ts'
import { flag, freeObject, list, maybe, text } from './shape.ts'

/** Text that can be removed. Several SDKs send `null` for unset values, so an empty text removes it. */
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
  // A generated password is always sent in a notice, to the stored address. No other password is sent.
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

/** Makes an update of the API from a row, including what must happen to the password. */
export const toUserUpdate = ({ userId, password, ...changes }: Row, given: Options = {}): UserUpdate => {
  const wish = toPasswordUpdate(password, given)
  return { userId, changes, ...(wish === undefined ? {} : { password: wish }) }
}

/** The user that `update-user` is about. */
export const toUpdateQuery = ({ userId, options: given }: UpdateUserRequest): UserQuery =>
  toUserQuery({ userId, userIdType: given?.userIdType ?? 'user_id' })

/** The options of a request that had no effect on this row, now that it is done. Paths are those of the request. */
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

/** If two options demand a new password in different ways, the stricter one wins, as for a new user. */
const stricter = (one: boolean | undefined, other: boolean | undefined): boolean | undefined =>
  one === true || other === true ? true : (one ?? other)

/** An issue if a row has a password and one must also be generated: only the caller knows which one was meant. */
export const givenAndGenerated = (
  { password }: Pick<Row, 'password'>,
  given: Options | undefined,
): readonly Issue[] =>
  password !== undefined && given?.autoGeneratePassword === true
    ? [issue('password.given_and_generate', ['password'])]
    : []
