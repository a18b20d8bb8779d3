import { issue, rejected, type Failure, type Issue } from '@keepsake/domain'
import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import type { Account } from '../../account.ts'
import type { TenantIdentity } from '../../identity.ts'
import { toUserQuery, type UserQuery } from '../../wire/get-user.ts'

/** The user of a query, or nothing. */
export const lookUp = (
  query: UserQuery,
  identity: TenantIdentity,
): ResultAsync<Account | undefined, Failure> =>
  'id' in query ? identity.getUser(query.id) : identity.findUser(query)

/** The user of a query, who must be there. */
export const find = (query: UserQuery, identity: TenantIdentity): ResultAsync<Account, Failure> =>
  lookUp(query, identity).andThen((account) => orMissing(account, issue('user.not_found', ['userId'])))

/** Those users whom the ids lead to, each once, in the order of the ids. */
export const lookUpAll = (
  userIds: readonly string[],
  userIdType: Parameters<typeof toUserQuery>[0]['userIdType'],
  identity: TenantIdentity,
): ResultAsync<readonly Account[], Failure> =>
  ResultAsync.combine(
    [...new Set(userIds)].map((userId) => lookUp(toUserQuery({ userId, userIdType }), identity)),
  ).map((found) => {
    const present = found.filter((account) => account !== undefined)
    return [...new Map(present.map((account) => [account.user.id, account])).values()]
  })

/** What a query must lead to; where it leads to nothing, the issue says what is missing. */
export const orMissing = <T>(found: T | undefined, missing: Issue): ResultAsync<T, Failure> =>
  found === undefined ? errAsync(rejected([missing])) : okAsync(found)
