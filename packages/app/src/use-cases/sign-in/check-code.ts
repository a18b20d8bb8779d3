import {
  findStep,
  otpHardStop,
  parseRecoveryCode,
  recoveryCodeUsed,
  unusedCodes,
  type AttemptKind,
  type OtpFact,
  type OtpSecret,
  type OtpSet,
  type RecoveryCode,
  type Unavailable,
  type User,
} from '@keepsake/domain'
import { ok, okAsync, ResultAsync, safeTry } from 'neverthrow'
import type { Context } from '../../context.ts'
import { codeFingerprintOf, openOtpSecret } from '../authenticators/sealed-secret.ts'
import { isBehind } from '../authenticators/recovery-code-hash.ts'
import { securityNotices } from '../notices/security-notices.ts'
import { clearAttempts } from '../shared/clear-attempts.ts'
import type { UserStores } from '../tenant/user-stores.ts'
import { writeEvents } from '../events/write-events.ts'

/** What a user shows beside the password: a code of an authenticator, or a recovery code if all authenticators are lost. */
export type OtpProof = { readonly code?: string; readonly recoveryCode?: string }

/** Uses up a code in a transaction, unless another attempt at the same time has used it up. */
type Use = (stores: UserStores) => ResultAsync<'accepted' | 'used-before', Unavailable>

/** A right code that is not used up yet. It may belong to several authenticators or records; the first unused one counts. */
export type ShownCode = {
  readonly uses: readonly Use[]
  /** How many recovery codes are still valid after this one. Present if it is one. */
  readonly recoveryCodesLeft?: number
}

/** The result of a check. `not-sent`: there was nothing to check. `locked`: nothing was checked. */
export type CodeVerdict = 'not-sent' | 'locked' | 'refused' | ShownCode

/** What a sign-in makes of a checked code. */
export const factOf = (verdict: CodeVerdict): Exclude<OtpFact, 'unchecked'> =>
  typeof verdict === 'string' ? verdict : 'accepted'

/**
 * Checks a code, or a recovery code if no code is given. It is not used up yet: `useUp` does that in the transaction that
 * writes what the code was for. The attempt is counted before the check, separately for each kind. After ten wrong ones in a
 * row, nothing is checked any more. If the secrets cannot be decrypted, no attempt at a code is counted: a user who retries
 * must not be locked because of a fault on our side.
 */
export const checkCode = (
  user: User,
  otps: OtpSet,
  { code, recoveryCode }: OtpProof,
  context: Context,
): ResultAsync<CodeVerdict, Unavailable> => {
  if (code !== undefined)
    return openSecrets(otps, context).andThen((opened) =>
      counted('otp', otps, context, () => okAsync(checkTotp(otps, opened, code, context))),
    )
  if (recoveryCode === undefined) return okAsync('not-sent')
  return counted('recovery-code', otps, context, () => checkRecoveryCode(user, otps, recoveryCode, context))
}

/**
 * Uses up a code that was shown, and forgets the wrong codes before it, of both kinds: either kind of proof shows that the
 * owner is back. Call it in a transaction that has read the user, so that a user who was deleted meanwhile gets no notice.
 */
export const useUp = (
  { id }: Pick<User, 'id'>,
  { uses }: ShownCode,
  stores: UserStores,
): ResultAsync<'accepted' | 'refused', Unavailable> =>
  useFirst(uses, stores).andThen((verdict) =>
    verdict === 'accepted' ? clearAttempts('second-factor', id, stores).map(() => verdict) : okAsync(verdict),
  )

/** Uses the first one that is still unused: another attempt at the same time may have been faster. */
const useFirst = (
  [first, ...others]: readonly Use[],
  stores: UserStores,
): ResultAsync<'accepted' | 'refused', Unavailable> =>
  first === undefined
    ? okAsync('refused')
    : first(stores).andThen((verdict) =>
        verdict === 'accepted' ? okAsync(verdict) : useFirst(others, stores),
      )

/** Counts by user, not by authenticator: several authenticators must not allow more guesses. */
const counted = (
  kind: AttemptKind & ('otp' | 'recovery-code'),
  { userId }: OtpSet,
  { storage, ports }: Context,
  check: () => ResultAsync<CodeVerdict, Unavailable>,
): ResultAsync<CodeVerdict, Unavailable> =>
  storage.attempts
    .reserve(kind, userId, otpHardStop, ports.sources.clock())
    .andThen(({ granted }) => (granted ? check() : okAsync<CodeVerdict, Unavailable>('locked')))

/** The decrypted secret of an authenticator. */
type Opened = { readonly id: string; readonly secret: OtpSecret }

const openSecrets = (
  { userId, authenticators }: OtpSet,
  context: Context,
): ResultAsync<readonly Opened[], Unavailable> =>
  ResultAsync.combine(
    authenticators.map((each) =>
      openOtpSecret(userId, each, context).map((secret) => ({ id: each.id, secret })),
    ),
  )

/** Checks every authenticator before it uses one up: the time must not show which authenticator the code belongs to. */
const checkTotp = (
  { userId }: OtpSet,
  opened: readonly Opened[],
  code: string,
  { ports, settings }: Context,
): CodeVerdict => {
  const now = ports.sources.clock()
  const steps = opened.map(({ id, secret }) => ({
    id,
    step: findStep(ports.otpEngine, secret, code, now, settings.otp),
  }))
  return shownOr(
    steps.flatMap(({ id, step }): readonly Use[] =>
      step === undefined ? [] : [({ otps }) => otps.acceptStep(userId, id, step, now)],
    ),
  )
}

const shownOr = (uses: readonly Use[]): 'refused' | ShownCode => (uses.length === 0 ? 'refused' : { uses })

const checkRecoveryCode = (
  user: User,
  otps: OtpSet,
  text: string,
  context: Context,
): ResultAsync<CodeVerdict, Unavailable> => {
  const code = parseRecoveryCode(text)
  if (code.isErr()) return okAsync('refused')
  const unused = unusedCodes(otps)
  return ResultAsync.combine(
    unused.map((kept) => isBehind({ code: code.value, typed: text }, kept, user.id, context)),
  ).map((matches) => {
    const uses = unused
      .filter((_, index) => matches[index])
      .map(({ id }) => useOfRecoveryCode(user, id, code.value, context))
    const shown = shownOr(uses)
    return shown === 'refused' ? shown : { ...shown, recoveryCodesLeft: unused.length - 1 }
  })
}

/** Uses up a recovery code, and writes a notice in the same transaction: another person may have used it. */
const useOfRecoveryCode = (user: User, codeId: string, code: RecoveryCode, context: Context): Use => {
  const now = context.ports.sources.clock()
  const fingerprint = codeFingerprintOf(user.id, code, context)
  return (stores) =>
    safeTry(async function* () {
      const verdict = yield* stores.otps.useRecoveryCode(user.id, codeId, now, fingerprint)
      if (verdict === 'used-before') return ok(verdict)
      yield* stores.outbox.addAll(securityNotices('recovery-code-used', user, now, context))
      if (context.settings.events) yield* writeUse(user, stores, context)
      return ok(verdict)
    })
}

const writeUse = ({ id }: User, stores: UserStores, context: Context): ResultAsync<void, Unavailable> =>
  stores.otps.findByUserIds([id]).andThen((sets) => writeEvents(sets.map(recoveryCodeUsed), stores, context))
