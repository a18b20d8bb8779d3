import { errAsync, safeTry, type ResultAsync } from 'neverthrow'
import { recoveryCodeRequest, totpRequest } from '../wire/complete-sign-in.ts'
import { refusal, toWaits } from '../wire/refusals.ts'
import {
  signInByCredentialsRequest,
  toMfaChallenge,
  toSentCredentials,
  type SentCredentials,
} from '../wire/sign-in-by-credentials.ts'
import { complete } from '../answers/complete.ts'
import { giveDeviceToken } from '../answers/device-token.ts'
import { renamed } from '../routing/issue-places.ts'
import { giveLogin, giveUserToken } from '../answers/login.ts'
import type { Answer, Route, RouteContext, RouteFailure } from '../routing/route.ts'
import { shaped } from '../routing/shaped.ts'

/** Endpoints that sign users in, by password, and by code if one is needed. */
export const signInRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/api/v3/signin',
    access: 'open',
    answer: (input, context) =>
      shaped(signInByCredentialsRequest, input)
        .map(toSentCredentials)
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
          : complete({ ticket: mfaToken.reveal(), code: totp }, refusal('code_wrong'), context),
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
          : complete({ ticket: mfaToken.reveal(), recoveryCode }, refusal('recovery_code_wrong'), context),
      ),
  },
]

const inPayload = renamed((path) => (path[0] === 'password' ? ['passwordPayload', ...path] : path))

const signIn = (credentials: SentCredentials, context: RouteContext): ResultAsync<Answer, RouteFailure> =>
  safeTry(async function* () {
    const { caller, deviceToken } = context
    const answered = yield* context.keepsake
      .signIn({ ...credentials, ...caller, ...(deviceToken === undefined ? {} : { deviceToken }) })
      .mapErr(inPayload)
    switch (answered.verdict) {
      case 'signed_in':
        return giveLogin(answered.account, ['pwd'], context).map((data): Answer => ({
          data,
          ...giveDeviceToken(answered.deviceToken),
        }))
      case 'otp_required':
        return errAsync(refusal(answered.verdict, toMfaChallenge(answered.ticket.reveal(), true)))
      case 'otp_enrolment_required': {
        const token = yield* giveUserToken('enrolment', answered.userId, context)
        return errAsync(refusal(answered.verdict, toMfaChallenge(token, false)))
      }
      case 'password_change_required':
        return errAsync(refusal(answered.verdict, { token: answered.ticket.reveal() }))
      case 'too_many_attempts':
        return errAsync(refusal(answered.verdict, toWaits(answered)))
      default:
        return errAsync(refusal(answered.verdict))
    }
  })
