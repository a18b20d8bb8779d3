import { z } from 'zod'
import { byType, type UserIdType } from './find-user.ts'
import { mostAtOnce } from './limits.ts'
import { list } from './shape.ts'

/** The body of `delete-users-batch`. */
export const deleteUsersRequest: z.ZodType<{
  readonly userIds: readonly string[]
  readonly options?: { readonly userIdType?: UserIdType }
}> = z.strictObject({ userIds: list(z.string(), mostAtOnce), options: byType })
