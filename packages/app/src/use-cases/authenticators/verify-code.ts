import { issue, rejected, type Failure } from '@keepsake/domain'
import { err, ok, safeTry, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { takeBackLater } from '../../guessing/take-back.ts'
import { requireUser } from '../shared/require-user.ts'
import { checkCode } from '../sign-in/check-code.ts'
import { useUp } from '../sign-in/shown-code.ts'

/** A signed-in user, and a code of an authenticator. */
export type VerifyCode = { readonly userId: string; readonly code: string }

/** `locked`: there were too many wrong codes, and this one was not checked. */
export type VerifyCodeAnswer = 'accepted' | 'refused' | 'locked'

/**
 * Checks a code of a signed-in user, before an action that needs more certainty. An accepted code is used up, and wrong ones
 * count, as at a sign-in. Rejected if the user has no authenticator.
 */
export const verifyCode = (
  { userId, code }: VerifyCode,
  context: Context,
): ResultAsync<VerifyCodeAnswer, Failure> =>
  safeTry(async function* () {
    const user = yield* requireUser(userId, context.storage)
    const [secondFactor] = yield* context.storage.secondFactors.findByUserIds([user.id])
    if (secondFactor === undefined) return err(rejected([issue('otp.not_enrolled', ['userId'])]))
    const checked = yield* checkCode(user, secondFactor, { code }, context)
    if (typeof checked === 'string') return ok<VerifyCodeAnswer>(checked === 'locked' ? checked : 'refused')
    return context.storage
      .atomically((stores) => useUp(user, checked, stores))
      .orElse((failure) => takeBackLater(checked.admitted, failure, context))
  })
