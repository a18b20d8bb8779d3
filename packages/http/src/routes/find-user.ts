import { issue, rejected } from '@keepsake/domain'
import { errAsync, ResultAsync } from 'neverthrow'
import {
  getUserRequest,
  getUsersRequest,
  isUserExistsRequest,
  toParts,
  toUserQuery,
  type UserQuery,
} from '../wire/find-user.ts'
import { find, lookUp, lookUpAll, userDamaged } from '../routing/look-up.ts'
import { managementRoute } from '../routing/management-route.ts'
import type { Route } from '../routing/route.ts'

/** Endpoints that find users by an id or an identifier. */
export const findUserRoutes: readonly Route[] = [
  managementRoute({
    method: 'GET',
    path: '/api/v3/get-user',
    takes: getUserRequest,
    answer: (request, { keepsake, toUser }) =>
      find(toUserQuery(request), keepsake).map((account) => ({
        data: toUser(account, toParts(request)),
      })),
  }),
  managementRoute({
    method: 'GET',
    path: '/api/v3/get-user-batch',
    takes: getUsersRequest,
    answer: (request, { keepsake, toUser }) =>
      lookUpAll(request.userIds, request.userIdType, keepsake).map(({ accounts, damaged }) => ({
        data: accounts.map((account) => toUser(account, toParts({ userId: '', ...request }))),
        warnings: damaged.map(({ userId, place }) => userDamaged(['userIds', place], userId)),
      })),
  }),
  managementRoute({
    method: 'POST',
    path: '/api/v3/is-user-exists',
    reads: true,
    takes: isUserExistsRequest,
    answer: ({ username, email, phone, externalId }, { keepsake }) => {
      const queries: readonly UserQuery[] = [
        ...(username === undefined ? [] : [{ username }]),
        ...(email === undefined ? [] : [{ email }]),
        ...(phone === undefined ? [] : [{ phone }]),
        ...(externalId === undefined ? [] : [{ externalId }]),
      ]
      if (queries.length === 0) return errAsync(rejected([issue('user.identifier_missing')]))
      return ResultAsync.combine(queries.map((query) => lookUp(query, keepsake))).map((found) => ({
        data: { exists: found.some((account) => account !== undefined) },
      }))
    },
  }),
]
