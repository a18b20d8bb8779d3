import { issue, rejected, type Failure } from '@keepsake/domain'
import { err, ok, safeTry, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { findUserOf } from '../authenticators/change-otps.ts'
import { checkOtp } from './check-otp.ts'

/** A user who is signed in, and a code of the authenticator. */
export type VerifyOtp = { readonly userId: string; readonly code: string }

/** `locked`: too many codes were wrong, and this one was not looked at. */
export type VerifyOtpAnswer = 'accepted' | 'refused' | 'locked'

/**
 * Checks a code of somebody who is signed in, before something that asks for more certainty. It is used up like one at a
 * sign-in, and wrong ones count alike. Refused where the user has no authenticator.
 */
export const verifyOtp = (
  { userId, code }: VerifyOtp,
  context: Context,
): ResultAsync<VerifyOtpAnswer, Failure> =>
  safeTry(async function* () {
    const user = yield* findUserOf(userId, context)
    const [otps] = yield* context.storage.otps.findByUserIds([user.id])
    if (otps === undefined) return err(rejected([issue('otp.not_enrolled', ['userId'])]))
    const fact = yield* checkOtp(user, otps, { code }, context)
    return ok<VerifyOtpAnswer>(fact === 'accepted' || fact === 'locked' ? fact : 'refused')
  })
