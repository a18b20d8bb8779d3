import type { UserLookup } from '@keepsake/app'
import { z } from 'zod'
import { list, maybe, text } from './shape.ts'
import type { UserDtoParts } from './user-dto.ts'

/** The supported kinds of id that the wire uses for a user. */
export const userIdTypes = ['user_id', 'external_id', 'phone', 'email', 'username'] as const

/** How a request identifies a user. */
export type UserIdType = (typeof userIdTypes)[number]

/** The `options` of a request that say how it identifies users. */
export const byType: z.ZodType<{ readonly userIdType?: UserIdType } | undefined> = maybe(
  z.strictObject({ userIdType: maybe(z.enum(userIdTypes)) }),
)

/** How a query names one user: by our id, or by an identifier. */
export type UserQuery = { readonly id: string } | UserLookup

/** A flag in a query, as JavaScript and Java, Python, or PHP write it. */
export const queryFlag: z.ZodType<boolean> = z
  .enum(['true', 'false', 'True', 'False', '1', '0'])
  .optional()
  .transform((value) => value === 'true' || value === 'True' || value === '1')

type GetUserRequest = {
  readonly userId: string
  readonly userIdType: UserIdType
  readonly withCustomData: boolean
  readonly withIdentities: boolean
  readonly withDepartmentIds: boolean
}

/** The query of `get-user`. `get-otp-secret-by-user` has only the first two fields. */
export const getUserRequest: z.ZodType<GetUserRequest> = z.object({
  userId: z.string(),
  userIdType: z.enum(userIdTypes).default('user_id'),
  withCustomData: queryFlag,
  withIdentities: queryFlag,
  withDepartmentIds: queryFlag,
})

/** Makes a query of the API from an id and its kind. */
export const toUserQuery = ({
  userId,
  userIdType,
}: Pick<GetUserRequest, 'userId' | 'userIdType'>): UserQuery => {
  switch (userIdType) {
    case 'user_id':
      return { id: userId }
    case 'external_id':
      return { externalId: userId }
    case 'phone':
      return { phone: userId }
    case 'email':
      return { email: userId }
    case 'username':
      return { username: userId }
  }
}

/** Reads which parts of a user the caller asks for. */
export const toParts = (request: GetUserRequest): UserDtoParts => ({
  customData: request.withCustomData,
  identities: request.withIdentities,
  departmentIds: request.withDepartmentIds,
})

/** The most users of `get-user-batch`, according to the published list of codes. */
const mostToGet = 80

/** The length of that many of the longest identifiers, with room to spare. Longer text is not split. */
const someIds = z.string().max(mostToGet * 300)

/** The body of `is-user-exists`. */
export const isUserExistsRequest: z.ZodType<
  Readonly<Record<'username' | 'email' | 'phone' | 'externalId', string | undefined>>
> = z.strictObject({ username: text, email: text, phone: text, externalId: text })

/**
 * The query of `get-user-batch`. Java's SDK joins the ids by commas. No id, email or phone number contains a comma, but
 * usernames and external ids may contain one.
 */
export const getUsersRequest: z.ZodType<{
  readonly userIds: readonly string[]
  readonly userIdType: UserIdType
  readonly withCustomData: boolean
  readonly withIdentities: boolean
  readonly withDepartmentIds: boolean
}> = z
  .object({
    userIds: z.union([someIds.transform((one) => [one]), list(someIds, mostToGet)]),
    userIdType: z.enum(userIdTypes).default('user_id'),
    withCustomData: queryFlag,
    withIdentities: queryFlag,
    withDepartmentIds: queryFlag,
  })
  .transform((query) => ({
    ...query,
    userIds:
      query.userIdType === 'username' || query.userIdType === 'external_id'
        ? query.userIds
        : query.userIds.flatMap((each) => each.split(',', mostToGet + 1)),
  }))
  .refine(({ userIds }) => userIds.length <= mostToGet, {
    path: ['userIds'],
    params: { expected: `array of at most ${mostToGet} elements` },
  })
