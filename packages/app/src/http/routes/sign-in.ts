import { conceal, rejected, under, type Failure, type Secret } from '@keepsake/domain'
import { errAsync, ok, okAsync, safeTry, type ResultAsync } from 'neverthrow'
import type { Caller } from '../../use-cases/caller.ts'
import type { CompleteSignIn } from '../../use-cases/sign-in/complete-sign-in.ts'
import { decryptPassword } from '../../use-cases/passwords/decrypt-password.ts'
import { later } from '../../use-cases/soon.ts'
import {
  recoveryCodeRequest,
  resetByTokenRequest,
  toSignedInUser,
  totpRequest,
} from '../../wire/complete-sign-in.ts'
import { refusal, toWaits, type RefusalCode } from '../../wire/refusals.ts'
import {
  signInByCredentialsRequest,
  toMfaChallenge,
  toSentCredentials,
} from '../../wire/sign-in-by-credentials.ts'
import { authFailure } from '../auth/auth-failure.ts'
import { giveDeviceToken } from './device-token.ts'
import { giveLogin, giveUserToken } from './login.ts'
import type { Answer, Route, RouteContext, RouteFailure } from './route.ts'
import { elsewhere } from './issue-places.ts'
import { shaped } from './shaped.ts'

/** Signing in by password, and by code where that is asked for as well. */
export const signInRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/api/v3/signin',
    access: 'open',
    answer: (input, context) =>
      shaped(signInByCredentialsRequest, input)
        .map(toSentCredentials)
        .andThen(({ login, password }) =>
          later(decryptPassword(password, context.transportCiphers)).andThen((opened) =>
            opened
              .map((text) => ({ login, password: conceal(text) }))
              .mapErr((issues) => rejected(under(['passwordPayload', 'password'], issues))),
          ),
        )
        .andThen((credentials) => signIn(credentials, context)),
  },
  ...['/api/v2/mfa/totp/verify', '/api/v2/applications/mfa/totp/verify'].map((path): Route => ({
    method: 'POST',
    path,
    access: 'mfa-token',
    answer: (input, context, mfaToken) =>
      shaped(totpRequest, input).andThen(({ totp }) =>
        totp === undefined
          ? errAsync(refusal('code_missing'))
          : complete({ ticket: mfaToken.reveal(), code: totp }, 'code_wrong', context),
      ),
  })),
  {
    method: 'POST',
    path: '/api/v2/mfa/totp/recovery',
    access: 'mfa-token',
    answer: (input, context, mfaToken) =>
      shaped(recoveryCodeRequest, input).andThen(({ recoveryCode }) =>
        recoveryCode === undefined
          ? errAsync(refusal('recovery_code_missing'))
          : complete({ ticket: mfaToken.reveal(), recoveryCode }, 'recovery_code_wrong', context),
      ),
  },
  {
    method: 'POST',
    path: '/api/v2/users/password/reset-by-first-login-token',
    access: 'open',
    answer: (input, { identity, caller }) =>
      shaped(resetByTokenRequest, input)
        .andThen(({ token, password }) =>
          setPassword({ ...caller, newPassword: password }, token, identity).mapErr(
            elsewhere((issue) => ({ ...issue, path: ['password'] })),
          ),
        )
        .andThen((answered) =>
          answered === undefined ? errAsync(authFailure('not_signed_in')) : okAsync(answered),
        ),
  },
]

/**
 * Sets a password by the token of a sign-in that demands one, or by that of a link that activates an account. Nothing where
 * the token is good for neither.
 */
const setPassword = (
  choice: Caller & { readonly newPassword: string },
  token: string,
  identity: RouteContext['identity'],
): ResultAsync<Answer | undefined, Failure> =>
  identity.changePassword({ ...choice, ticket: token }).andThen((changed) => {
    if (changed.verdict === 'changed') return okAsync<Answer, Failure>(giveDeviceToken(changed.deviceToken))
    return identity
      .completeActivation({ ...choice, token })
      .map((answer): Answer | undefined => (answer.verdict === 'activated' ? {} : undefined))
  })

const signIn = (
  { login, password }: { readonly login: string; readonly password: Secret<string> },
  context: RouteContext,
): ResultAsync<Answer, RouteFailure> =>
  safeTry(async function* () {
    const { caller, deviceToken } = context
    const answered = yield* context.identity.signIn({
      login,
      password: password.reveal(),
      ...caller,
      ...(deviceToken === undefined ? {} : { deviceToken }),
    })
    switch (answered.verdict) {
      case 'signed_in':
        return giveLogin(answered.account, ['pwd'], context).map((data): Answer => ({
          data,
          ...giveDeviceToken(answered.deviceToken),
        }))
      case 'otp_required':
        return errAsync(refusal(answered.verdict, toMfaChallenge(answered.ticket, true)))
      case 'otp_enrolment_required': {
        const token = yield* giveUserToken('enrolment', answered.userId, context)
        return errAsync(refusal(answered.verdict, toMfaChallenge(token, false)))
      }
      case 'password_change_required':
        return errAsync(refusal(answered.verdict, { token: answered.ticket }))
      case 'too_many_attempts':
        return errAsync(refusal(answered.verdict, toWaits(answered)))
      default:
        return errAsync(refusal(answered.verdict))
    }
  })

const complete = (
  attempt: CompleteSignIn,
  whereWrong: RefusalCode,
  context: RouteContext,
): ResultAsync<Answer, RouteFailure> =>
  safeTry(async function* () {
    const { ip } = context.caller
    const from = ip === undefined ? {} : { ip }
    const answered = yield* context.identity.completeSignIn({ ...attempt, ...from })
    switch (answered.verdict) {
      case 'signed_in': {
        const login = yield* giveLogin(answered.account, ['pwd', 'mfa'], context)
        const data = toSignedInUser(answered.account, login, context.token.now)
        const given = giveDeviceToken(answered.deviceToken)
        if (answered.recoveryCodesLeft !== 0) return ok({ data, ...given })
        // The contract's service gives a new code for the one that was used; here that is due with the last one.
        const { id: userId } = answered.account.user
        const codes = yield* context.identity.regenerateRecoveryCodes({ userId })
        const recoveryCodes = codes.map((code) => code.reveal())
        return ok({ ...withNewCodes(data, recoveryCodes), ...given })
      }
      case 'password_change_required':
        return errAsync(refusal(answered.verdict, { token: answered.ticket }))
      case 'code_wrong':
        return errAsync(refusal(whereWrong))
      case 'ticket_invalid':
        return errAsync(authFailure('not_signed_in'))
      default:
        return errAsync(refusal(answered.verdict))
    }
  })

const withNewCodes = (data: object, recoveryCodes: readonly string[]): Answer => {
  const [recoveryCode] = recoveryCodes
  return {
    data: { ...data, recoveryCodes },
    ...(recoveryCode === undefined ? {} : { beside: { recoveryCode } }),
  }
}
