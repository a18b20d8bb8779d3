import { profileFields, type CreateUsersOptions, type UserChanges, type UserSearch } from '@keepsake/domain'
import { z } from 'zod'
import type { CreateUsers } from '../use-cases/create-users/command.ts'
import type { UserLookup } from '../use-cases/users/find-user.ts'
import type { DeleteUsers } from '../use-cases/users/delete-users.ts'
import type { LinkIdentity, UnlinkIdentity } from '../use-cases/identities/link-identity.ts'
import type { ListUsers } from '../use-cases/users/list-users.ts'
import type { PasswordUpdate } from '../use-cases/users/update-passwords.ts'
import type { UpdateUser, UpdateUsers, UserUpdate } from '../use-cases/users/update-users.ts'
import { exactly } from './exactly.ts'
import { hashFields } from './hash-fields.ts'
import { maxIds, newIdentity, newUser } from './new-user.ts'
import { furtherEmails, furtherPhones } from './past-life.ts'
import { newPassword } from './passwords.ts'
import { passwordEncryptType } from './sign-ins.ts'
import { each, freeObject, instant, list, mode, text } from './shape.ts'

/** Ten times a pool's default limit. A longer list is an attack on the code that checks every row. */
export const maxRows = 10_000

/** The options of a batch, and of a move. */
export const createUsersOptions: z.ZodType<CreateUsersOptions> = exactly<CreateUsersOptions>()(
  z.strictObject({
    keepPassword: z.boolean().optional(),
    autoGeneratePassword: z.boolean().optional(),
    resetPasswordOnFirstLogin: z.boolean().optional(),
    passwordEncryptType: text.optional(),
    passwordFormat: text.optional(),
    passwordPrehash: text.optional(),
    passwordEncoding: text.optional(),
    passwordParameters: hashFields.optional(),
    departmentIdType: text.optional(),
    dateZone: text.optional(),
    emptyIsAbsent: z.boolean().optional(),
    sendNotification: z
      .strictObject({
        sendEmailNotification: z.boolean().optional(),
        sendPhoneNotification: z.boolean().optional(),
        appId: text.optional(),
      })
      .optional(),
  }),
)

const besideRows = {
  options: createUsersOptions.optional(),
  mode: mode.optional(),
  rowsToHash: z.int().min(1).optional(),
  canaries: list(z.strictObject({ row: z.int().min(0), password: text }), maxRows).optional(),
}

/** What `users.create` and `users.checkCanaries` take. */
export const createUsersInput: z.ZodType<CreateUsers> = exactly<CreateUsers>()(
  z.strictObject({ list: list(newUser, maxRows), ...besideRows }),
)

/** The same command with rows that are not checked yet. */
export type UnreadUsers = Omit<CreateUsers, 'list'> & { readonly list: readonly unknown[] }

export const unreadUsers: z.ZodType<UnreadUsers> = exactly<UnreadUsers>()(
  z.strictObject({ list: list(z.unknown(), maxRows), ...besideRows }),
)

/** The user that a verb is about. */
export const ofUserInput: z.ZodType<{ readonly userId: string }> = exactly<{ readonly userId: string }>()(
  z.strictObject({ userId: text }),
)

/** You may pass a whole linked identity as `users.get` answers it. */
const identityInIdp = z.object({ extIdpId: text, type: text, userIdInIdp: text })

export const findUserInput: z.ZodType<UserLookup> = exactly<UserLookup>()(
  z.union([
    z.strictObject({ login: text }),
    z.strictObject({ email: text }),
    z.strictObject({ phone: text, phoneCountryCode: text.optional() }),
    z.strictObject({ username: text }),
    z.strictObject({ externalId: text }),
    z.strictObject({ identity: identityInIdp }),
  ]),
)

const search = {
  statuses: list(text, maxIds).optional(),
  search: text.optional(),
  departmentId: text.optional(),
  tenantId: text.optional(),
  createdFrom: instant.optional(),
  createdBefore: instant.optional(),
  updatedFrom: instant.optional(),
  updatedBefore: instant.optional(),
}

export const countUsersInput: z.ZodType<UserSearch> = exactly<UserSearch>()(z.strictObject(search))

/** A number whose range its rule checks. */
const count = z.union([z.number(), z.nan()])

export const listUsersInput: z.ZodType<ListUsers> = exactly<ListUsers>()(
  z.strictObject({
    ...search,
    order: z.enum(['oldest-first', 'newest-first']).optional(),
    limit: count.optional(),
    cursor: text.optional(),
    skip: count.optional(),
  }),
)

const removable = z.string().nullable()

const changes = exactly<UserChanges>()(
  z.strictObject({
    status: z.string().optional(),
    email: removable.optional(),
    emailVerified: z.boolean().optional(),
    phone: removable.optional(),
    phoneCountryCode: z.string().optional(),
    phoneVerified: z.boolean().optional(),
    emails: furtherEmails.nullable().optional(),
    phones: furtherPhones.nullable().optional(),
    username: removable.optional(),
    externalId: removable.optional(),
    gender: removable.optional(),
    birthdate: removable.optional(),
    ...each(profileFields, removable),
    departmentIds: list(z.string(), maxIds).optional(),
    tenantIds: list(z.string(), maxIds).optional(),
    customData: freeObject.optional(),
  }),
)

const mustChange = z.boolean().optional()

const password = exactly<PasswordUpdate>()(
  z.discriminatedUnion('by', [
    z.strictObject({ by: z.literal('generated'), mustChange }),
    z.strictObject({ by: z.literal('administrator'), newPassword, passwordEncryptType, mustChange }),
    z.strictObject({ by: z.literal('user') }),
  ]),
)

const update = { userId: text, changes, version: z.number().optional(), password: password.optional() }

const departmentIdType = text.optional()

export const updateUserInput: z.ZodType<UpdateUser> = exactly<UpdateUser>()(
  z.strictObject({ ...update, departmentIdType }),
)

/** One row of `users.updateMany`. */
export const userUpdate: z.ZodType<UserUpdate> = exactly<UserUpdate>()(z.strictObject(update))

export const updateUsersInput: z.ZodType<UpdateUsers> = exactly<UpdateUsers>()(
  z.strictObject({ list: list(userUpdate, maxRows), departmentIdType }),
)

export const linkIdentityInput: z.ZodType<LinkIdentity> = exactly<LinkIdentity>()(
  z.strictObject({ userId: text, identity: newIdentity }),
)

export const unlinkIdentityInput: z.ZodType<UnlinkIdentity> = exactly<UnlinkIdentity>()(
  z.strictObject({ userId: text, extIdpId: text, type: text.optional() }),
)

export const deleteUsersInput: z.ZodType<DeleteUsers> = exactly<DeleteUsers>()(
  z.strictObject({ userIds: list(text, maxRows) }),
)
