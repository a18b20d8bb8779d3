import { issue, rejected, type Failure, type Issue, type Path } from '@keepsake/domain'
import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import type { Account, TenantKeepsake } from '@keepsake/app'
import { renamed } from './issue-places.ts'
import { toUserQuery, type UserQuery } from '../wire/get-user.ts'

/** The user of a query, or nothing. */
export const lookUp = (
  query: UserQuery,
  keepsake: TenantKeepsake,
): ResultAsync<Account | undefined, Failure> =>
  'id' in query ? keepsake.users.get({ userId: query.id }) : keepsake.users.find(query)

/** What is wrong with an identifier of whatever type stands where the request has it. */
const atPlace = (path: Path): ((failure: Failure) => Failure) => renamed(() => path)

/** The user of a query, who must be there. */
export const find = (query: UserQuery, keepsake: TenantKeepsake): ResultAsync<Account, Failure> =>
  lookUp(query, keepsake)
    .mapErr(atPlace(['userId']))
    .andThen((account) => orMissing(account, issue('user.not_found', ['userId'])))

/** Accounts that were found, and the users among those asked for whose records cannot be read. */
export type FoundAccounts = {
  readonly accounts: readonly Account[]
  readonly damaged: readonly DamagedUser[]
}

/** A user whose record cannot be read, and which of the ids that were given leads there. */
export type DamagedUser = { readonly userId: string; readonly place: number }

/** Those users whom the ids lead to, each once, in the order of the ids. */
export const lookUpAll = (
  userIds: readonly string[],
  userIdType: Parameters<typeof toUserQuery>[0]['userIdType'],
  keepsake: TenantKeepsake,
): ResultAsync<FoundAccounts, Failure> =>
  ResultAsync.combine(
    userIds
      .map((userId, place) => ({ userId, place }))
      .filter(({ userId, place }) => userIds.indexOf(userId) === place)
      .map(({ userId, place }) =>
        orDamaged(
          lookUp(toUserQuery({ userId, userIdType }), keepsake).mapErr(atPlace(['userIds', place])),
          place,
        ),
      ),
  ).map((found) => {
    const present = found.flatMap(({ account }) => account ?? [])
    return {
      accounts: [...new Map(present.map((account) => [account.user.id, account])).values()],
      damaged: found.flatMap(({ damaged = [] }) => damaged),
    }
  })

type Looked = { readonly account?: Account | undefined; readonly damaged?: readonly DamagedUser[] }

/** One whose record cannot be read does not keep the others from being shown. */
const orDamaged = (
  looking: ResultAsync<Account | undefined, Failure>,
  place: number,
): ResultAsync<Looked, Failure> =>
  looking
    .map((account): Looked => ({ account }))
    .orElse((failure) =>
      failure.kind === 'unavailable' && failure.damaged !== undefined
        ? okAsync({ damaged: failure.damaged.map(({ userId }) => ({ userId, place })) })
        : errAsync(failure),
    )

/** Names a user whose record cannot be read. */
export const userDamaged = (path: Path, userId: string): Issue => issue('user.damaged', path, { userId })

/** What a query must lead to; where it leads to nothing, the issue says what is missing. */
export const orMissing = <T>(found: T | undefined, missing: Issue): ResultAsync<T, Failure> =>
  found === undefined ? errAsync(rejected([missing])) : okAsync(found)
