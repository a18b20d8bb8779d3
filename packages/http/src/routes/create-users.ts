import type { Issue } from '@keepsake/domain'
import { createUserRequest, createUsersRequest, toCreateUsers } from '../wire/create-users.ts'
import { elsewhere } from '../routing/issue-places.ts'
import { managementRoute } from '../routing/management-route.ts'
import type { Route } from '../routing/route.ts'

/** Endpoints that create users. */
export const createUsersRoutes: readonly Route[] = [
  managementRoute({
    method: 'POST',
    path: '/api/v3/create-users-batch',
    takes: createUsersRequest,
    answer: (request, { keepsake, toUser, rowsToHash }) =>
      keepsake.users.create({ ...toCreateUsers(request), rowsToHash }).map(({ created, warnings }) => ({
        data: created.map(({ account }) => toUser(account)),
        warnings,
      })),
  }),
  managementRoute({
    method: 'POST',
    path: '/api/v3/create-user',
    takes: createUserRequest,
    answer: ({ options, ...user }, { keepsake, toUser }) =>
      keepsake.users
        .create(toCreateUsers({ list: [user], options }))
        .mapErr(elsewhere(outOfList))
        .map(({ created: [only], warnings }) => ({
          data: only === undefined ? undefined : toUser(only.account),
          warnings: warnings.map(outOfList),
        })),
  }),
]

/** A single user is a batch of one. The caller has sent no list, so paths must not name one. */
const outOfList = (issue: Issue): Issue =>
  issue.path[0] === 'list' && issue.path[1] === 0 ? { ...issue, path: issue.path.slice(2) } : issue
