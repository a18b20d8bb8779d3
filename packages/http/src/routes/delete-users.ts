import { ok, safeTry } from 'neverthrow'
import { deleteUsersRequest } from '../wire/delete-users.ts'
import { lookUpAll } from '../routing/look-up.ts'
import { managementRoute } from '../routing/management-route.ts'
import { done, type Route } from '../routing/route.ts'

/** The endpoint that deletes users. */
export const deleteUsersRoutes: readonly Route[] = [
  managementRoute({
    method: 'POST',
    path: '/api/v3/delete-users-batch',
    takes: deleteUsersRequest,
    answer: ({ userIds, options }, { keepsake }) =>
      safeTry(async function* () {
        const type = options?.userIdType ?? 'user_id'
        if (userIds.length === 0 || type === 'user_id') {
          yield* keepsake.users.delete({ userIds })
          return ok(done)
        }
        const { accounts, damaged } = yield* lookUpAll(userIds, type, keepsake)
        const found = [...accounts.map(({ user }) => user.id), ...damaged.map(({ userId }) => userId)]
        if (found.length > 0) yield* keepsake.users.delete({ userIds: found })
        return ok(done)
      }),
  }),
]
