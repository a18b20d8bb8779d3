import {
  beginSealingBatch,
  conceal,
  rejected,
  userId,
  type Failure,
  type StoredRecoveryCode,
  type Secret,
  type Unavailable,
  type UserId,
} from '@keepsake/domain'
import { generateRecoveryCode, inGroups, replaceRecoveryCodes } from '@keepsake/domain/rules'
import { ok, ResultAsync, safeTry } from 'neverthrow'
import type { Context } from '../../context.ts'
import { changeSecondFactor } from './change-second-factor.ts'
import { keepRecoveryCode } from './recovery-code-hash.ts'

/** The user who gets new recovery codes. */
export type RegenerateRecoveryCodes = { readonly userId: string }

/**
 * Replaces all recovery codes of a user by new ones. Show them to the user now: only their hashes are stored. Rejected if
 * the user has no authenticator, because the codes would be useless.
 */
export const regenerateRecoveryCodes = (
  command: RegenerateRecoveryCodes,
  context: Context,
): ResultAsync<readonly Secret<string>[], Failure> =>
  safeTry(async function* () {
    const { shown, kept } = yield* makeRecoveryCodes(userId(command.userId), context)
    yield* changeSecondFactor<Failure>(
      command.userId,
      { change: (present) => replaceRecoveryCodes(present, kept).mapErr(rejected) },
      context,
    )
    return ok(shown)
  })

/** New recovery codes, as the user sees them and as they are stored. */
export type RecoveryCodes = {
  readonly shown: readonly Secret<string>[]
  readonly kept: readonly StoredRecoveryCode[]
}

/** Makes as many codes as the pool gives. */
export const makeRecoveryCodes = (
  user: UserId,
  context: Context,
): ResultAsync<RecoveryCodes, Unavailable> => {
  const codes = Array.from({ length: context.settings.otp.recoveryCodes }, () =>
    generateRecoveryCode(context.ports.system.randomBytes),
  )
  const batch = beginSealingBatch(context.settings.pool)
  return ResultAsync.combine(codes.map((code) => keepRecoveryCode({ code }, user, context, batch))).map(
    (kept) => ({
      shown: codes.map((code) => conceal(inGroups(code))),
      kept,
    }),
  )
}
