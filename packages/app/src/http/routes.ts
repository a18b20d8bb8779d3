import {
  conceal,
  issue,
  rejected,
  type Failure,
  type Issue,
  type OtpSecret,
  type TransportCiphers,
  type Unavailable,
} from '@keepsake/domain'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import { z } from 'zod'
import type { Account } from '../account.ts'
import type { Identity } from '../identity.ts'
import { createUserRequest, createUsersRequest, toCreateUsers } from '../wire/create-users.ts'
import { getUserRequest, toParts, toUserQuery, type UserQuery } from '../wire/get-user.ts'
import { importOtpRequest } from '../wire/import-otp.ts'
import { checkShape } from '../wire/shape.ts'
import { toMfaInfo } from '../wire/mfa-info.ts'
import { toUserDto } from '../wire/user-dto.ts'
import { checkAccessKey, type AccessKey } from './auth/access-key.ts'
import type { AuthFailure } from './auth/auth-failure.ts'
import { issueManagementToken, type ManagementTokenSettings } from './auth/management-token.ts'
import { systemInfo } from './system-info.ts'

/** What a route works with. */
export type RouteContext = {
  readonly identity: Identity
  readonly transportCiphers: TransportCiphers
  readonly token: ManagementTokenSettings
}

/** What a route answers: `data` for the envelope, or a whole body that the contract has without one. */
export type Answer =
  { readonly data?: unknown; readonly warnings?: readonly Issue[] } | { readonly bare: unknown }

/** One endpoint. `input` is the parsed body of a POST, or the query of a GET. */
export type Route = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly access: 'open' | 'authenticated'
  readonly answer: (input: unknown, context: RouteContext) => ResultAsync<Answer, Failure | AuthFailure>
}

const accessKey: z.ZodType<{ readonly accessKeyId: string; readonly accessKeySecret: string }> = z.object({
  accessKeyId: z.string(),
  accessKeySecret: z.string(),
})

/** Every endpoint there is. */
export const routes: readonly Route[] = [
  {
    method: 'GET',
    path: '/api/v3/system',
    access: 'open',
    answer: (_, { transportCiphers }) => okAsync({ bare: systemInfo(transportCiphers) }),
  },
  {
    method: 'POST',
    path: '/api/v3/get-management-token',
    access: 'open',
    answer: (input, { token }) =>
      shaped(accessKey, input)
        .andThen((given) => checkAccessKey(concealed(given), token))
        .andThen(() => issueManagementToken(token))
        .map((data) => ({ data })),
  },
  {
    method: 'POST',
    path: '/api/v3/create-users-batch',
    access: 'authenticated',
    answer: (input, { identity }) =>
      shaped(createUsersRequest, input)
        .andThen((request) => identity.createUsers(toCreateUsers(request)))
        .map(({ created, warnings }) => ({
          data: created.map(({ account }) => toUserDto(account)),
          warnings,
        })),
  },
  {
    method: 'POST',
    path: '/api/v3/create-user',
    access: 'authenticated',
    answer: (input, { identity }) =>
      shaped(createUserRequest, input)
        .andThen(({ options, ...user }) =>
          identity.createUsers(toCreateUsers({ list: [user], options })).mapErr(ofOneRow),
        )
        .map(({ created: [only], warnings }) => ({
          data: only === undefined ? undefined : toUserDto(only.account),
          warnings: warnings.map(outOfList),
        })),
  },
  {
    method: 'GET',
    path: '/api/v3/get-user',
    access: 'authenticated',
    answer: (input, { identity }) =>
      shaped(getUserRequest, input).andThen((request) =>
        find(toUserQuery(request), identity).map((account) => ({
          data: toUserDto(account, toParts(request)),
        })),
      ),
  },
  {
    method: 'POST',
    path: '/api/v3/import-otp',
    access: 'authenticated',
    answer: (input, { identity }) =>
      shaped(importOtpRequest, input)
        .andThen((request) => identity.importOtp(request))
        .map(({ warnings }) => ({ warnings })),
  },
  {
    method: 'GET',
    path: '/api/v3/get-otp-secret-by-user',
    access: 'authenticated',
    answer: (input, { identity }) =>
      shaped(getUserRequest, input)
        .andThen((request) => find(toUserQuery(request), identity))
        .andThen(({ user }) => identity.revealOtpSecret(user.id))
        .andThen((secret) => orMissing<OtpSecret>(secret, issue('otp.not_enrolled', ['userId'])))
        .map(({ base32 }) => ({ data: { secret: base32.reveal() } })),
  },
  {
    method: 'GET',
    path: '/api/v3/get-user-mfa-info',
    access: 'authenticated',
    answer: (input, { identity }) =>
      shaped(getUserRequest, input)
        .andThen((request) => find(toUserQuery(request), identity))
        .andThen(({ user }) => identity.listAuthenticators({ userId: user.id }))
        .map((found) => ({ data: toMfaInfo(found) })),
  },
]

const shaped = <T>(schema: z.ZodType<T>, input: unknown): ResultAsync<T, Failure | AuthFailure> =>
  checkShape(schema, input)
    .mapErr(rejected)
    .asyncAndThen((value) => okAsync(value))

const concealed = (given: z.infer<typeof accessKey>): AccessKey => ({
  accessKeyId: given.accessKeyId,
  accessKeySecret: conceal(given.accessKeySecret),
})

const find = (query: UserQuery, identity: Identity): ResultAsync<Account, Failure> => {
  const found: ResultAsync<Account | undefined, Unavailable> =
    'id' in query ? identity.getUser(query.id) : identity.findUser(query)
  return found.andThen((account) => orMissing(account, issue('user.not_found', ['userId'])))
}

/** What a query must lead to; where it leads to nothing, the issue says what is missing. */
const orMissing = <T>(found: T | undefined, missing: Issue): ResultAsync<T, Failure> =>
  found === undefined ? errAsync(rejected([missing])) : okAsync(found)

/** A single user is a batch of one; its caller knows of no list. */
const ofOneRow = (failure: Failure): Failure =>
  failure.kind === 'rejected' ? rejected(failure.issues.map(outOfList)) : failure

const outOfList = (issue: Issue): Issue =>
  issue.path[0] === 'list' && issue.path[1] === 0 ? { ...issue, path: issue.path.slice(2) } : issue
