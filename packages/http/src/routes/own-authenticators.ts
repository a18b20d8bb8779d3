import { issue, mostAuthenticators, type Secret } from '@keepsake/domain'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import type { VerifyCode } from '@keepsake/app'
import {
  beginFactorRequest,
  enrolFactorRequest,
  factorRequest,
  toFactor,
  verifyTotpRequest,
} from '../wire/own-authenticators.ts'
import { refusal } from '../wire/refusals.ts'
import { complete } from '../answers/complete.ts'
import { elsewhere } from '../routing/issue-places.ts'
import { orMissing } from '../routing/look-up.ts'
import type { Answer, Route, RouteContext, RouteFailure } from '../routing/route.ts'
import { shaped } from '../routing/shaped.ts'

/** A user's own authenticators. The contract calls them factors of type OTP. */
export const ownAuthenticatorRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/api/v3/send-enroll-factor-request',
    access: 'factor-owner',
    answer: (input, { keepsake, qrCode }, userId) =>
      shaped(beginFactorRequest, input)
        .andThen(() => keepsake.authenticators.begin({ userId, recoveryCodes: 'one_at_once' }))
        .map(({ ticket, uri, recoveryCode }) => ({
          data: {
            enrollmentToken: ticket.reveal(),
            otpData: {
              qrCodeUri: uri.reveal(),
              qrCodeDataUrl: toDataUrl(uri, qrCode),
              recoveryCode: recoveryCode?.reveal() ?? '',
            },
          },
        })),
  },
  {
    method: 'POST',
    path: '/api/v3/enroll-factor',
    access: 'factor-owner',
    answer: (input, { keepsake }, userId) =>
      shaped(enrolFactorRequest, input)
        .andThen(({ enrollmentToken: ticket, enrollmentData: { passCode: code } }) =>
          keepsake.authenticators.confirm({ userId, ticket, code }),
        )
        .andThen((answered) => {
          if (answered.verdict !== 'enrolled') return errAsync(refusal(whyNotEnrolled[answered.verdict]))
          const recoveryCodes = answered.recoveryCodes.map((code) => code.reveal())
          return okAsync(recoveryCodes.length === 0 ? {} : { data: { recoveryCodes } })
        }),
  },
  {
    method: 'POST',
    path: '/api/v3/reset-factor',
    access: 'factor-owner',
    answer: (input, { keepsake }, userId) =>
      shaped(factorRequest, input)
        .andThen(({ factorId }) =>
          keepsake.authenticators
            .remove({ userId, authenticatorId: factorId })
            .mapErr(elsewhere((found) => ({ ...found, path: ['factorId'] }))),
        )
        .map(() => ({})),
  },
  {
    method: 'GET',
    path: '/api/v3/list-enrolled-factors',
    access: 'user',
    answer: (_, { keepsake }, userId) =>
      keepsake.authenticators
        .list({ userId })
        .map(({ authenticators }) => ({ data: authenticators.map(toFactor) })),
  },
  {
    method: 'GET',
    path: '/api/v3/get-factor',
    access: 'user',
    answer: (input, { keepsake }, userId) =>
      shaped(factorRequest, input).andThen(({ factorId }) =>
        keepsake.authenticators
          .list({ userId })
          .andThen(({ authenticators }) =>
            orMissing(
              authenticators.find(({ id }) => id === factorId),
              issue('otp.not_enrolled', ['factorId']),
            ),
          )
          .map((found) => ({ data: toFactor(found) })),
      ),
  },
  {
    method: 'GET',
    path: '/api/v3/list-factors-to-enroll',
    access: 'user',
    answer: (_, { keepsake }, userId) =>
      keepsake.authenticators.list({ userId }).map(({ authenticators }) => ({
        data: authenticators.length < mostAuthenticators ? [{ factorType: 'OTP' }] : [],
      })),
  },
  {
    method: 'POST',
    path: '/api/v3/mfa-totp-verify',
    access: 'user-or-mfa-token',
    answer: (input, context, owner) =>
      shaped(verifyTotpRequest, input).andThen(({ totp }) =>
        typeof owner === 'string'
          ? verify({ userId: owner, code: totp }, context)
          : complete({ ticket: owner.reveal(), code: totp }, notVerified, context).map(withVerified),
      ),
  },
]

/** Checks a code of a signed-in user. */
const verify = (given: VerifyCode, { keepsake }: RouteContext): ResultAsync<Answer, RouteFailure> =>
  keepsake.authenticators
    .verify(given)
    .andThen((verdict) =>
      verdict === 'locked'
        ? errAsync(refusal('otp_locked'))
        : okAsync({ data: { verified: verdict === 'accepted' } }),
    )

/** A wrong code does not verify the user: no client may take the answer for success. */
const notVerified = refusal('code_wrong', { verified: false })

const withVerified = (answer: Answer): Answer =>
  'bare' in answer ? answer : { ...answer, data: { verified: true, ...(answer.data as object) } }

const whyNotEnrolled = { ticket_invalid: 'enrolment_token_invalid', code_wrong: 'code_wrong' } as const

/** Empty if the setting `qrCode` is absent. The client can then draw the code from its URI. */
const toDataUrl = (uri: Secret<string>, qrCode: RouteContext['qrCode']): string =>
  qrCode === undefined
    ? ''
    : `data:image/svg+xml;base64,${Buffer.from(qrCode(uri).reveal()).toString('base64')}`
