import { issue, rejected, type Failure, type Issue, type Path } from '@keepsake/domain'
import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import type { Account, TenantKeepsake } from '@keepsake/app'
import { renamed } from './issue-places.ts'
import { toUserQuery, type UserQuery } from '../wire/find-user.ts'

/** Finds the user of a query. `undefined` if there is none. */
export const lookUp = (
  query: UserQuery,
  keepsake: TenantKeepsake,
): ResultAsync<Account | undefined, Failure> =>
  'id' in query ? keepsake.users.get({ userId: query.id }) : keepsake.users.find(query)

/** Puts the issues of an identifier, of any type, at its place in the request. */
const atPlace = (path: Path): ((failure: Failure) => Failure) => renamed(() => path)

/** Finds the user of a query. An issue if there is none. */
export const find = (query: UserQuery, keepsake: TenantKeepsake): ResultAsync<Account, Failure> =>
  lookUp(query, keepsake)
    .mapErr(atPlace(['userId']))
    .andThen((account) => orMissing(account, issue('user.not_found', ['userId'])))

/** The accounts that were found, and the requested users whose records cannot be read. */
export type FoundAccounts = {
  readonly accounts: readonly Account[]
  readonly damaged: readonly DamagedUser[]
}

/** A user whose record cannot be read, and the place of the given id that leads to it. */
export type DamagedUser = { readonly userId: string; readonly place: number }

/** Finds the users of several ids, each user once, in the order of the ids. */
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

/** A damaged record must not hide the other users. */
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

/** The issue that names a user whose record cannot be read. */
export const userDamaged = (path: Path, userId: string): Issue => issue('user.damaged', path, { userId })

/** Answers what was found, or the issue that says what is missing. */
export const orMissing = <T>(found: T | undefined, missing: Issue): ResultAsync<T, Failure> =>
  found === undefined ? errAsync(rejected([missing])) : okAsync(found)
