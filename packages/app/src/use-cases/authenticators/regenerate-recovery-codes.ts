import {
  conceal,
  generateRecoveryCode,
  inGroups,
  issue,
  rejected,
  userId,
  type Failure,
  type KeptRecoveryCode,
  type Secret,
  type Unavailable,
  type UserId,
} from '@keepsake/domain'
import { errAsync, okAsync, ResultAsync, safeTry, ok } from 'neverthrow'
import type { Context } from '../../context.ts'
import { changeOtps } from './change-otps.ts'
import { keepRecoveryCode } from './recovery-code-hash.ts'

/** The user whose recovery codes are to be others. */
export type RegenerateRecoveryCodes = { readonly userId: string }

/**
 * Puts new recovery codes in the place of all that a user has. They are to be shown this once: only hashes of them rest.
 * Without an authenticator they would open nothing, and are refused.
 */
export const regenerateRecoveryCodes = (
  command: RegenerateRecoveryCodes,
  context: Context,
): ResultAsync<readonly Secret<string>[], Failure> =>
  safeTry(async function* () {
    const { shown, kept } = yield* makeRecoveryCodes(userId(command.userId), context)
    yield* changeOtps(
      command.userId,
      {
        change: (present) =>
          present.authenticators.length === 0
            ? errAsync<never, Failure>(rejected([issue('otp.not_enrolled', ['userId'])]))
            : okAsync({ ...present, recoveryCodes: kept }),
      },
      context,
    )
    return ok(shown)
  })

/** New recovery codes, as their user is shown them and as they rest. */
export type RecoveryCodes = {
  readonly shown: readonly Secret<string>[]
  readonly kept: readonly KeptRecoveryCode[]
}

/** Makes as many as the pool gives. */
export const makeRecoveryCodes = (
  user: UserId,
  context: Context,
): ResultAsync<RecoveryCodes, Unavailable> => {
  const codes = Array.from({ length: context.settings.otp.recoveryCodes }, () =>
    generateRecoveryCode(context.ports.sources.randomBytes),
  )
  return ResultAsync.combine(codes.map((code) => keepRecoveryCode({ code }, user, context))).map((kept) => ({
    shown: codes.map((code) => conceal(inGroups(code))),
    kept,
  }))
}
