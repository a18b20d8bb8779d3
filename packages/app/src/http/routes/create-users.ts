import type { Issue } from '@keepsake/domain'
import { createUserRequest, createUsersRequest, toCreateUsers } from '../../wire/create-users.ts'
import { elsewhere } from './issue-places.ts'
import type { Route } from './route.ts'
import { shaped } from './shaped.ts'

const access = 'management'

/** Bringing users in. */
export const createUsersRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/api/v3/create-users-batch',
    access,
    answer: (input, { identity, toUser }) =>
      shaped(createUsersRequest, input)
        .andThen((request) => identity.createUsers(toCreateUsers(request)))
        .map(({ created, warnings }) => ({
          data: created.map(({ account }) => toUser(account)),
          warnings,
        })),
  },
  {
    method: 'POST',
    path: '/api/v3/create-user',
    access,
    answer: (input, { identity, toUser }) =>
      shaped(createUserRequest, input)
        .andThen(({ options, ...user }) =>
          identity.createUsers(toCreateUsers({ list: [user], options })).mapErr(elsewhere(outOfList)),
        )
        .map(({ created: [only], warnings }) => ({
          data: only === undefined ? undefined : toUser(only.account),
          warnings: warnings.map(outOfList),
        })),
  },
]

/** A single user is a batch of one; its caller knows of no list. */
const outOfList = (issue: Issue): Issue =>
  issue.path[0] === 'list' && issue.path[1] === 0 ? { ...issue, path: issue.path.slice(2) } : issue
