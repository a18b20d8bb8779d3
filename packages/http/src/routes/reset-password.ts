import type { Failure } from '@keepsake/domain'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import type { CompletePasswordReset } from '@keepsake/app'
import { resetByTokenRequest, resetPasswordRequest } from '../wire/complete-sign-in.ts'
import { authFailure, type AuthFailure } from '../auth/auth-failure.ts'
import { elsewhere } from '../routing/issue-places.ts'
import { giveDeviceToken } from '../answers/device-token.ts'
import { done, type Answer, type Route, type RouteContext } from '../routing/route.ts'
import { shaped } from '../routing/shaped.ts'

/**
 * Endpoints that set a password by a token: of a sign-in that demands a new password, of an activation link, or of a reset
 * link.
 */
export const resetPasswordRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/api/v2/users/password/reset-by-first-login-token',
    access: 'open',
    answer: (input, { keepsake, caller }) =>
      shaped(resetByTokenRequest, input)
        .andThen(({ token, password }) => setPassword(token, { ...caller, newPassword: password }, keepsake))
        .andThen((answer) => orInvalid(answer)),
  },
  {
    method: 'POST',
    path: '/api/v3/reset-password',
    access: 'open',
    answer: (input, { keepsake, caller }) =>
      shaped(resetPasswordRequest, input)
        .andThen(({ token, ...choice }) => setPassword(token, { ...caller, ...choice }, keepsake))
        .andThen((answer) => orInvalid(answer && { ...answer, ...done })),
  },
]

const orInvalid = (answer: Answer | undefined): ResultAsync<Answer, AuthFailure> =>
  answer === undefined ? errAsync(authFailure('not_signed_in')) : okAsync(answer)

type Choice = Omit<CompletePasswordReset, 'token'>

/** The result of a token: the answer for the caller's device, or `undefined` if the token is not valid for a password. */
type Outcome = ResultAsync<Answer | undefined, Failure>

type BySomeToken = (token: string, choice: Choice, keepsake: RouteContext['keepsake']) => Outcome

/** Each verb takes only its own kind of token, and the caller does not say which kind it has. */
const setPassword: BySomeToken = (token, choice, keepsake) =>
  byTicket(token, choice, keepsake)
    .andThen((answer) => (answer === undefined ? byActivation(token, choice, keepsake) : okAsync(answer)))
    .andThen((answer) => (answer === undefined ? byReset(token, choice, keepsake) : okAsync(answer)))
    .mapErr(elsewhere((issue) => ({ ...issue, path: ['password'] })))

const byTicket: BySomeToken = (ticket, choice, keepsake) =>
  keepsake.passwords
    .change({ ...choice, ticket })
    .map((answer) => (answer.verdict === 'changed' ? giveDeviceToken(answer.deviceToken) : undefined))

const byActivation: BySomeToken = (token, choice, keepsake) =>
  keepsake.activations
    .complete({ ...choice, token })
    .map(({ verdict }) => (verdict === 'activated' ? {} : undefined))

const byReset: BySomeToken = (token, choice, keepsake) =>
  keepsake.passwords
    .completeReset({ ...choice, token })
    .map(({ verdict }) => (verdict === 'changed' ? {} : undefined))
