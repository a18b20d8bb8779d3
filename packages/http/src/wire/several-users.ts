import { z } from 'zod'
import { byType, queryFlag, userIdTypes, type UserIdType } from './get-user.ts'
import { mostAtOnce } from './limits.ts'
import { list, text } from './shape.ts'

/** The most users of `get-user-batch`, according to the published list of codes. */
const mostToGet = 80

/** The length of that many of the longest identifiers, with room to spare. Longer text is not split. */
const someIds = z.string().max(mostToGet * 300)

/** The body of `delete-users-batch`. */
export const deleteUsersRequest: z.ZodType<{
  readonly userIds: readonly string[]
  readonly options?: { readonly userIdType?: UserIdType }
}> = z.strictObject({ userIds: list(z.string(), mostAtOnce), options: byType })

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
