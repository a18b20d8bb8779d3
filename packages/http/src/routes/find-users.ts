import { issue, rejected, type Failure, type UserSearch } from '@keepsake/domain'
import { errAsync, ResultAsync } from 'neverthrow'
import type { ListUsers } from '@keepsake/app'
import { getUserRequest, toParts, toUserQuery, type UserQuery } from '../wire/get-user.ts'
import {
  fromLegacyList,
  listUsersQuery,
  listUsersRequest,
  toListParts,
  toListUsers,
} from '../wire/list-users.ts'
import { getUsersRequest, isUserExistsRequest } from '../wire/several-users.ts'
import type { UserDtoParts } from '../wire/user-dto.ts'
import { find, lookUp, lookUpAll, userDamaged } from '../routing/look-up.ts'
import { managementRoute } from '../routing/management-route.ts'
import type { Answer, ManagementContext, Route } from '../routing/route.ts'

/** Endpoints that look up and list users. */
export const findUsersRoutes: readonly Route[] = [
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
  managementRoute({
    method: 'POST',
    path: '/api/v3/list-users',
    reads: true,
    takes: listUsersRequest,
    answer: (request, context) =>
      toListUsers(request)
        .mapErr(rejected)
        .asyncAndThen((query) => answerList(query, toListParts(request.options), context)),
  }),
  managementRoute({
    method: 'GET',
    path: '/api/v3/list-users',
    takes: listUsersQuery,
    answer: (request, context) => answerList(fromLegacyList(request), toListParts(request), context),
  }),
]

const answerList = (
  query: ListUsers,
  parts: UserDtoParts,
  { keepsake, toUser }: ManagementContext,
): ResultAsync<Answer, Failure> =>
  ResultAsync.combine([keepsake.users.count(toSearch(query)), keepsake.users.list(query)]).map(
    ([totalCount, { accounts, damaged = [] }]) => ({
      data: {
        totalCount,
        list: accounts.map((account) => toUser(account, parts)),
        ...(damaged.length === 0 ? {} : { damaged }),
      },
      warnings: damaged.map((userId) => userDamaged(['damaged'], userId)),
    }),
  )

const toSearch = ({
  order: _order,
  limit: _limit,
  skip: _skip,
  cursor: _cursor,
  ...search
}: ListUsers): UserSearch => search
