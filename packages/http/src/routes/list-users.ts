import { rejected, type Failure, type UserSearch } from '@keepsake/domain'
import { ResultAsync } from 'neverthrow'
import type { ListUsers } from '@keepsake/app'
import {
  fromLegacyList,
  listUsersQuery,
  listUsersRequest,
  toListParts,
  toListUsers,
} from '../wire/list-users.ts'
import type { UserDtoParts } from '../wire/user-dto.ts'
import { userDamaged } from '../routing/look-up.ts'
import { managementRoute } from '../routing/management-route.ts'
import type { Answer, ManagementContext, Route } from '../routing/route.ts'

/** Endpoints that list users. */
export const listUsersRoutes: readonly Route[] = [
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
