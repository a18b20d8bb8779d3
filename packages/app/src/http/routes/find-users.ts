import { issue, rejected, type Failure, type UserSearch } from '@keepsake/domain'
import { errAsync, ResultAsync } from 'neverthrow'
import type { ListUsers } from '../../use-cases/users/list-users.ts'
import { getUserRequest, toParts, toUserQuery, type UserQuery } from '../../wire/get-user.ts'
import {
  fromLegacyList,
  listUsersQuery,
  listUsersRequest,
  toListParts,
  toListUsers,
} from '../../wire/list-users.ts'
import { getUsersRequest, isUserExistsRequest } from '../../wire/user-directory.ts'
import type { UserDtoParts } from '../../wire/user-dto.ts'
import { find, lookUp, lookUpAll } from './look-up.ts'
import type { Answer, ManagementContext, Route } from './route.ts'
import { shaped } from './shaped.ts'

const access = 'management'

/** Looking users up, and listing them. */
export const findUsersRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/api/v3/get-user',
    access,
    answer: (input, { identity, toUser }) =>
      shaped(getUserRequest, input).andThen((request) =>
        find(toUserQuery(request), identity).map((account) => ({
          data: toUser(account, toParts(request)),
        })),
      ),
  },
  {
    method: 'GET',
    path: '/api/v3/get-user-batch',
    access,
    answer: (input, { identity, toUser }) =>
      shaped(getUsersRequest, input).andThen((request) =>
        lookUpAll(request.userIds, request.userIdType, identity).map((accounts) => ({
          data: accounts.map((account) => toUser(account, toParts({ userId: '', ...request }))),
        })),
      ),
  },
  {
    method: 'POST',
    path: '/api/v3/is-user-exists',
    access,
    answer: (input, { identity }) =>
      shaped(isUserExistsRequest, input).andThen(({ username, email, phone, externalId }) => {
        const queries: readonly UserQuery[] = [
          ...(username === undefined ? [] : [{ username }]),
          ...(email === undefined ? [] : [{ email }]),
          ...(phone === undefined ? [] : [{ phone }]),
          ...(externalId === undefined ? [] : [{ externalId }]),
        ]
        if (queries.length === 0) return errAsync(rejected([issue('user.identifier_missing')]))
        return ResultAsync.combine(queries.map((query) => lookUp(query, identity))).map((found) => ({
          data: { exists: found.some((account) => account !== undefined) },
        }))
      }),
  },
  {
    method: 'POST',
    path: '/api/v3/list-users',
    access,
    answer: (input, context) =>
      shaped(listUsersRequest, input).andThen((request) =>
        toListUsers(request)
          .mapErr(rejected)
          .asyncAndThen((query) => answerList(query, toListParts(request.options), context)),
      ),
  },
  {
    method: 'GET',
    path: '/api/v3/list-users',
    access,
    answer: (input, context) =>
      shaped(listUsersQuery, input).andThen((request) =>
        answerList(fromLegacyList(request), toListParts(request), context),
      ),
  },
]

const answerList = (
  query: ListUsers,
  parts: UserDtoParts,
  { identity, toUser }: ManagementContext,
): ResultAsync<Answer, Failure> =>
  ResultAsync.combine([identity.countUsers(toSearch(query)), identity.listUsers(query)]).map(
    ([totalCount, { accounts }]) => ({
      data: { totalCount, list: accounts.map((account) => toUser(account, parts)) },
    }),
  )

const toSearch = ({
  order: _order,
  limit: _limit,
  skip: _skip,
  cursor: _cursor,
  ...search
}: ListUsers): UserSearch => search
