import type { UserId } from '@keepsake/domain'
import { errAsync, type ResultAsync } from 'neverthrow'
import type { Account } from '@keepsake/app'
import type { LoginTokenDto } from '../wire/sign-in-by-credentials.ts'
import { authFailure, type AuthFailure } from '../auth/auth-failure.ts'
import {
  issueUserToken,
  type AuthenticationMethods,
  type IssuedUserToken,
  type UserTokenKind,
} from '../auth/user-token.ts'
import type { RouteContext, RouteFailure } from '../routing/route.ts'

/** The tokens of a user who has just signed in. */
export const giveLogin = (
  account: Account,
  methods: AuthenticationMethods,
  { token }: RouteContext,
): ResultAsync<LoginTokenDto, AuthFailure> =>
  issue('access', account, methods, token).map(({ jwt, lifetime }) => ({
    access_token: jwt,
    token_type: 'Bearer',
    expire_in: lifetime,
  }))

/** A token for a user who has shown only the password. */
export const giveUserToken = (
  kind: UserTokenKind,
  userId: UserId,
  { keepsake, token }: RouteContext,
): ResultAsync<string, RouteFailure> =>
  keepsake.users
    .get({ userId })
    .andThen((account) =>
      account === undefined
        ? errAsync(authFailure('not_signed_in'))
        : issue(kind, account, ['pwd'], token).map(({ jwt }) => jwt),
    )

const issue = (
  kind: UserTokenKind,
  { user, password }: Account,
  methods: AuthenticationMethods,
  settings: RouteContext['token'],
): ResultAsync<IssuedUserToken, AuthFailure> =>
  password === undefined
    ? // The password was removed at the same time.
      errAsync(authFailure('not_signed_in'))
    : issueUserToken(kind, { userId: user.id, passwordSetAt: password.setAt, methods }, settings)
