import { ok, safeTry } from 'neverthrow'
import {
  getDepartmentsRequest,
  setDepartmentsRequest,
  toDepartmentIds,
  toDepartmentsDto,
} from '../wire/departments.ts'
import { toUserQuery } from '../wire/find-user.ts'
import { renamed } from '../routing/issue-places.ts'
import { find } from '../routing/look-up.ts'
import { managementRoute } from '../routing/management-route.ts'
import { done, type Route } from '../routing/route.ts'

/** Endpoints for the departments that a user belongs to. */
export const departmentsRoutes: readonly Route[] = [
  managementRoute({
    method: 'POST',
    path: '/api/v3/set-user-departments',
    takes: setDepartmentsRequest,
    answer: (request, { keepsake }) =>
      safeTry(async function* () {
        const { userId, options } = request
        const query = toUserQuery({ userId, userIdType: options?.userIdType ?? 'user_id' })
        const { user } = yield* find(query, keepsake)
        const { ids, places } = toDepartmentIds(request)
        yield* keepsake.users
          .update({ userId: user.id, changes: { departmentIds: ids } })
          .mapErr(renamed(([, , index]) => ['departments', places[Number(index)] ?? 0, 'departmentId']))
        return ok(done)
      }),
  }),
  managementRoute({
    method: 'GET',
    path: '/api/v3/get-user-departments',
    takes: getDepartmentsRequest,
    answer: (request, { keepsake }) =>
      find(toUserQuery(request), keepsake).map(({ user }) => ({ data: toDepartmentsDto(user, request) })),
  }),
]
