import { issue, rejected, type Failure, type Issue, type Unavailable } from '@keepsake/domain'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import type { z } from 'zod'
import type { Account } from '../../account.ts'
import type { Identity } from '../../identity.ts'
import type { UserQuery } from '../../wire/get-user.ts'
import { checkShape } from '../../wire/shape.ts'
import type { RouteFailure } from './route.ts'

/** Reads an input of a schema's shape. */
export const shaped = <T>(schema: z.ZodType<T>, input: unknown): ResultAsync<T, RouteFailure> =>
  checkShape(schema, input)
    .mapErr(rejected)
    .asyncAndThen((value) => okAsync(value))

/** The user of a query, who must be there. */
export const find = (query: UserQuery, identity: Identity): ResultAsync<Account, Failure> => {
  const found: ResultAsync<Account | undefined, Unavailable> =
    'id' in query ? identity.getUser(query.id) : identity.findUser(query)
  return found.andThen((account) => orMissing(account, issue('user.not_found', ['userId'])))
}

/** What a query must lead to; where it leads to nothing, the issue says what is missing. */
export const orMissing = <T>(found: T | undefined, missing: Issue): ResultAsync<T, Failure> =>
  found === undefined ? errAsync(rejected([missing])) : okAsync(found)

/** A failure whose issues stand elsewhere in what was sent than in what was made of it. */
export const elsewhere =
  (move: (issue: Issue) => Issue) =>
  (failure: Failure): Failure =>
    failure.kind === 'rejected' ? rejected(failure.issues.map(move)) : failure
