import { errAsync, ok, safeTry, type ResultAsync } from 'neverthrow'
import type { CompleteSignIn } from '@keepsake/app'
import { toSignedInUser } from '../wire/complete-sign-in.ts'
import { refusal, type Refusal } from '../wire/refusals.ts'
import { authFailure } from '../auth/auth-failure.ts'
import { giveDeviceToken } from './device-token.ts'
import { giveLogin } from './login.ts'
import type { Answer, RouteContext, RouteFailure } from '../routing/route.ts'

/** Completes a sign-in by an `mfaToken` and a code. `whereWrong` is the answer to a wrong code. */
export const complete = (
  attempt: CompleteSignIn,
  whereWrong: Refusal,
  context: RouteContext,
): ResultAsync<Answer, RouteFailure> =>
  safeTry(async function* () {
    const { ip } = context.caller
    const from = ip === undefined ? {} : { ip }
    const answered = yield* context.keepsake.completeSignIn({ ...attempt, ...from })
    switch (answered.verdict) {
      case 'signed_in': {
        const login = yield* giveLogin(answered.account, ['pwd', 'mfa'], context)
        const data = toSignedInUser(context.toUser(answered.account), login, context.token.now)
        const given = giveDeviceToken(answered.deviceToken)
        if (answered.recoveryCodesLeft !== 0) return ok({ data, ...given })
        // The contract's service gives a new recovery code for each used one. Here a user gets new codes only after the last
        // one is used.
        const { id: userId } = answered.account.user
        const codes = yield* context.keepsake.authenticators.regenerateRecoveryCodes({ userId })
        const recoveryCodes = codes.map((code) => code.reveal())
        return ok({ ...withNewCodes(data, recoveryCodes), ...given })
      }
      case 'password_change_required':
        return errAsync(refusal(answered.verdict, { token: answered.ticket.reveal() }))
      case 'code_wrong':
        return errAsync(whereWrong)
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
