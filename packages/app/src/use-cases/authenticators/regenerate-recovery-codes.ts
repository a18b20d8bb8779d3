import {
  conceal,
  generateRecoveryCode,
  inGroups,
  issue,
  rejected,
  type Failure,
  type KeptRecoveryCode,
  type RecoveryCode,
  type Secret,
  type Unavailable,
} from '@keepsake/domain'
import { errAsync, okAsync, ResultAsync, safeTry, ok } from 'neverthrow'
import type { Context } from '../../context.ts'
import { changeOtps } from './change-otps.ts'

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
    const { shown, kept } = yield* makeRecoveryCodes(context)
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
export const makeRecoveryCodes = (context: Context): ResultAsync<RecoveryCodes, Unavailable> => {
  const codes = Array.from({ length: context.settings.otp.recoveryCodes }, () =>
    generateRecoveryCode(context.ports.sources.randomBytes),
  )
  return ResultAsync.combine(codes.map((code) => keepRecoveryCode(code, context))).map((kept) => ({
    shown: codes.map((code) => conceal(inGroups(code))),
    kept,
  }))
}

/** Makes a code of ours ready to rest. */
export const keepRecoveryCode = (
  code: RecoveryCode,
  { ports }: Context,
): ResultAsync<KeptRecoveryCode, Unavailable> =>
  ports.recoveryCodeHasher.hash(code).map((hash) => ({ id: ports.sources.newId(), hash }))
