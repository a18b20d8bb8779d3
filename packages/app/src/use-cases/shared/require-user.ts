import { issue, rejected, userId, type Failure, type Rejected, type User } from '@keepsake/domain'
import { err, ok, type ResultAsync } from 'neverthrow'
import type { UserStores } from '../tenant/user-stores.ts'

/** No user has this id, or none of the tenant. */
export const userNotFound: Rejected = rejected([issue('user.not_found', ['userId'])])

/** Finds the user of an id. Rejected if there is none. */
export const requireUser = (id: string, { users }: Pick<UserStores, 'users'>): ResultAsync<User, Failure> =>
  users.findByIds([userId(id)]).andThen(([user]) => (user === undefined ? err(userNotFound) : ok(user)))
