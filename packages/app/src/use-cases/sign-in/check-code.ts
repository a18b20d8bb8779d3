import type { AttemptKind, TotpSecret, SecondFactor, RecoveryCode, Unavailable, User } from '@keepsake/domain'
import {
  findStep,
  codeHardStop,
  parseRecoveryCode,
  recoveryCodeUsed,
  unusedCodes,
} from '@keepsake/domain/rules'
import { ok, okAsync, ResultAsync, safeTry } from 'neverthrow'
import type { Context } from '../../context.ts'
import { takeBackLater } from '../../guessing/take-back.ts'
import { codeFingerprintOf, openTotpSecret } from '../authenticators/sealed-secret.ts'
import { isBehind } from '../authenticators/recovery-code-hash.ts'
import { securityNotices } from '../shared/security-notices.ts'
import type { UserStores } from '../tenant/user-stores.ts'
import { writeEvents } from '../shared/write-events.ts'
import { countByFirst } from './count-ways.ts'
import type { CheckedCode, CodeVerdict, Use } from './shown-code.ts'

/** What a user shows beside the password: a code of an authenticator, or a recovery code if all authenticators are lost. */
export type AuthenticatorProof = { readonly code?: string; readonly recoveryCode?: string }

/**
 * Checks a code, or a recovery code if no code is given. It is not used up yet: `useUp` does that in the transaction that
 * writes what the code was for. The attempt is counted before the check, separately for each kind. After ten wrong ones in a
 * row, nothing is checked any more. If the secrets cannot be decrypted, no attempt at a code is counted: a user who retries
 * must not be locked because of a fault on our side.
 */
export const checkCode = (
  user: User,
  secondFactor: SecondFactor,
  { code, recoveryCode }: AuthenticatorProof,
  context: Context,
): ResultAsync<CodeVerdict, Unavailable> => {
  if (code !== undefined)
    return openSecrets(secondFactor, context).andThen((opened) =>
      counted('authenticator-code', secondFactor, context, () =>
        okAsync(checkTotp(secondFactor, opened, code, context)),
      ),
    )
  if (recoveryCode === undefined) return okAsync('not-sent')
  return counted('recovery-code', secondFactor, context, () =>
    checkRecoveryCode(user, secondFactor, recoveryCode, context),
  )
}

/**
 * Counts by user, not by authenticator: several authenticators must not allow more guesses. If the check fails, the attempt
 * is taken back: ten of them would lock the user.
 */
const counted = (
  kind: AttemptKind & ('authenticator-code' | 'recovery-code'),
  { userId }: SecondFactor,
  context: Context,
  check: () => ResultAsync<CheckedCode, Unavailable>,
): ResultAsync<CodeVerdict, Unavailable> => {
  const way = [{ kind, key: userId, limit: codeHardStop }]
  return countByFirst([way], context.ports.system.clock(), context).andThen((admitted) => {
    if (!('way' in admitted)) return okAsync<CodeVerdict, Unavailable>('locked')
    return check()
      .map((code): CodeVerdict => (code.uses.length === 0 ? 'refused' : { ...code, admitted }))
      .orElse((failure) => takeBackLater(admitted, failure, context))
  })
}

/** The decrypted secret of an authenticator. */
type Opened = { readonly id: string; readonly secret: TotpSecret }

const openSecrets = (
  { userId, authenticators }: SecondFactor,
  context: Context,
): ResultAsync<readonly Opened[], Unavailable> =>
  ResultAsync.combine(
    authenticators.map((each) =>
      openTotpSecret(userId, each, context).map((secret) => ({ id: each.id, secret })),
    ),
  )

/** Checks every authenticator before it uses one up: the time must not show which authenticator the code belongs to. */
const checkTotp = (
  { userId }: SecondFactor,
  opened: readonly Opened[],
  code: string,
  { ports, settings }: Context,
): CheckedCode => {
  const now = ports.system.clock()
  const steps = opened.map(({ id, secret }) => ({
    id,
    step: findStep(ports.totpEngine, secret, code, now, settings.otp),
  }))
  const uses = steps.flatMap(({ id, step }): readonly Use[] =>
    step === undefined ? [] : [({ secondFactors }) => secondFactors.acceptStep(userId, id, step, now)],
  )
  return { uses }
}

const checkRecoveryCode = (
  user: User,
  secondFactor: SecondFactor,
  text: string,
  context: Context,
): ResultAsync<CheckedCode, Unavailable> => {
  const code = parseRecoveryCode(text)
  if (code.isErr()) return okAsync({ uses: [] })
  const unused = unusedCodes(secondFactor)
  return ResultAsync.combine(
    unused.map((kept) => isBehind({ code: code.value, typed: text }, kept, user.id, context)),
  ).map((matches) => ({
    uses: unused
      .filter((_, index) => matches[index])
      .map(({ id }) => useOfRecoveryCode(user, id, code.value, context)),
    recoveryCodesLeft: unused.length - 1,
  }))
}

/** Uses up a recovery code, and writes a notice in the same transaction: another person may have used it. */
const useOfRecoveryCode = (user: User, codeId: string, code: RecoveryCode, context: Context): Use => {
  const now = context.ports.system.clock()
  const fingerprint = codeFingerprintOf(user.id, code, context)
  return (stores) =>
    safeTry(async function* () {
      const verdict = yield* stores.secondFactors.useRecoveryCode(user.id, codeId, now, fingerprint)
      if (verdict === 'used-before') return ok(verdict)
      yield* stores.outbox.addAll(securityNotices('recovery-code-used', user, now, context))
      if (context.settings.events) yield* writeUse(user, stores, context)
      return ok(verdict)
    })
}

const writeUse = ({ id }: User, stores: UserStores, context: Context): ResultAsync<void, Unavailable> =>
  stores.secondFactors
    .findByUserIds([id])
    .andThen((sets) => writeEvents(sets.map(recoveryCodeUsed), stores, context))
