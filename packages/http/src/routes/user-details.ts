import { refuseAny } from '@keepsake/domain'
import { ok, safeTry } from 'neverthrow'
import { getUserRequest, toUserQuery } from '../wire/get-user.ts'
import {
  getCustomDataRequest,
  inCustomData,
  repeatedKeys,
  setCustomDataRequest,
  toCustomData,
} from '../wire/custom-data.ts'
import {
  getDepartmentsRequest,
  setDepartmentsRequest,
  toDepartmentIds,
  toDepartmentsDto,
} from '../wire/departments.ts'
import { linkIdentityRequest, toLinkIdentity, unlinkIdentityRequest } from '../wire/link-identity.ts'
import { everyPart } from '../wire/user-dto.ts'
import { elsewhere, inBody, renamed } from '../routing/issue-places.ts'
import { find } from '../routing/look-up.ts'
import { managementRoute } from '../routing/management-route.ts'
import { done, type Route } from '../routing/route.ts'

/** A user's identities, departments and custom data. */
export const userDetailsRoutes: readonly Route[] = [
  managementRoute({
    method: 'POST',
    path: '/api/v3/link-identity',
    takes: linkIdentityRequest,
    answer: (request, { keepsake }) =>
      safeTry(async function* () {
        const { user } = yield* find({ id: request.userId }, keepsake)
        const command = toLinkIdentity(request, user)
        if (command !== undefined) yield* keepsake.identities.link(command).mapErr(inBody)
        return ok(done)
      }),
  }),
  managementRoute({
    method: 'POST',
    path: '/api/v3/unlink-identity',
    takes: unlinkIdentityRequest,
    answer: (command, { keepsake }) => keepsake.identities.unlink(command).map(() => done),
  }),
  managementRoute({
    method: 'GET',
    path: '/api/v3/get-user-identities',
    takes: getUserRequest,
    answer: (request, { keepsake, toUser }) =>
      find(toUserQuery(request), keepsake).map((account) => ({
        data: toUser(account, everyPart).identities,
      })),
  }),
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
  managementRoute({
    method: 'POST',
    path: '/api/v3/set-custom-data',
    takes: setCustomDataRequest,
    answer: (request, { keepsake }) =>
      safeTry(async function* () {
        yield* refuseAny(repeatedKeys(request))
        yield* keepsake.users
          .update({ userId: request.targetIdentifier, changes: toCustomData(request) })
          .mapErr(elsewhere((found) => ({ ...found, path: inCustomData(found, request) })))
        return ok(done)
      }),
  }),
  managementRoute({
    method: 'GET',
    path: '/api/v3/get-custom-data',
    takes: getCustomDataRequest,
    answer: ({ targetIdentifier }, { keepsake }) =>
      find({ id: targetIdentifier }, keepsake)
        .mapErr(renamed(() => ['targetIdentifier']))
        .map(({ user }) => ({ data: { ...user.customData } })),
  }),
]
