import { rejected, under, type Failure } from '@keepsake/domain'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import type { Caller } from '../../use-cases/caller.ts'
import { decryptPassword } from '../../use-cases/passwords/decrypt-password.ts'
import { later } from '../../use-cases/soon.ts'
import { resetByTokenRequest, resetPasswordRequest } from '../../wire/complete-sign-in.ts'
import { authFailure } from '../auth/auth-failure.ts'
import { elsewhere } from './issue-places.ts'
import { done, type Route, type RouteContext } from './route.ts'
import { shaped } from './shaped.ts'

/** Setting a password by a token: of a sign-in that demands one, of a link that activates an account, or of one that resets. */
export const resetPasswordRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/api/v2/users/password/reset-by-first-login-token',
    access: 'open',
    answer: (input, { identity, caller }) =>
      shaped(resetByTokenRequest, input)
        .andThen(({ token, password }) => setPassword(token, { ...caller, newPassword: password }, identity))
        .andThen((isSet) => (isSet ? okAsync({}) : errAsync(authFailure('not_signed_in')))),
  },
  {
    method: 'POST',
    path: '/api/v3/reset-password',
    access: 'open',
    answer: (input, { identity, caller, transportCiphers }) =>
      shaped(resetPasswordRequest, input)
        .andThen(({ token, password }) =>
          later(decryptPassword(password, transportCiphers)).andThen((opened) =>
            opened
              .map((newPassword) => ({ token, newPassword }))
              .mapErr((issues) => rejected(under(['password'], issues))),
          ),
        )
        .andThen(({ token, newPassword }) => setPassword(token, { ...caller, newPassword }, identity))
        .andThen((isSet) => (isSet ? okAsync(done) : errAsync(authFailure('not_signed_in')))),
  },
]

type Choice = Caller & { readonly newPassword: string }

/** Whether the token was good for a password. It does not tell which kind it is; each verb takes its own alone. */
const setPassword = (
  token: string,
  choice: Choice,
  identity: RouteContext['identity'],
): ResultAsync<boolean, Failure> =>
  byTicket(token, choice, identity)
    .andThen((isSet) => (isSet ? okAsync(isSet) : byActivation(token, choice, identity)))
    .andThen((isSet) => (isSet ? okAsync(isSet) : byReset(token, choice, identity)))
    .mapErr(elsewhere((issue) => ({ ...issue, path: ['password'] })))

type BySomeToken = (
  token: string,
  choice: Choice,
  identity: RouteContext['identity'],
) => ResultAsync<boolean, Failure>

const byTicket: BySomeToken = (ticket, choice, identity) =>
  identity.changePassword({ ...choice, ticket }).map(({ verdict }) => verdict === 'changed')

const byActivation: BySomeToken = (token, choice, identity) =>
  identity.completeActivation({ ...choice, token }).map(({ verdict }) => verdict === 'activated')

const byReset: BySomeToken = (token, choice, identity) =>
  identity.completePasswordReset({ ...choice, token }).map(({ verdict }) => verdict === 'changed')
