import {
  findStep,
  otpHardStop,
  parseRecoveryCode,
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
import { securityNotices } from '../shared/security-notices.ts'
import type { UserStores } from '../tenant/user-stores.ts'
import { writeEvents } from '../shared/write-events.ts'
import { countByFirst } from './count-ways.ts'
import { takeBackLater } from './take-back.ts'

/** What a user shows beside the password: a code of an authenticator, or a recovery code if all authenticators are lost. */
export type OtpProof = { readonly code?: string; readonly recoveryCode?: string }

/**
 * Checks a code, or a recovery code if no code is given. An accepted one is used up. The attempt is counted before the
 * check, separately for each kind. After ten wrong ones in a row, nothing is checked any more. If the secrets cannot be
 * decrypted, no attempt at a code is counted: a user who retries must not be locked because of a fault on our side.
 */
export const checkOtp = (
  user: User,
  otps: OtpSet,
  { code, recoveryCode }: OtpProof,
  context: Context,
): ResultAsync<OtpFact, Unavailable> => {
  if (code !== undefined)
    return openSecrets(otps, context).andThen((opened) =>
      counted('otp', otps, context, () => checkCode(otps, opened, code, context)),
    )
  if (recoveryCode === undefined) return okAsync('not-sent')
  return counted('recovery-code', otps, context, () => checkRecoveryCode(user, otps, recoveryCode, context))
}

/**
 * Counts by user, not by authenticator: several authenticators must not allow more guesses. If the check fails, or a right
 * code cannot be used up, the attempt is taken back: ten of them would lock the user.
 */
const counted = (
  kind: AttemptKind & ('otp' | 'recovery-code'),
  { userId }: OtpSet,
  context: Context,
  check: () => ResultAsync<OtpFact, Unavailable>,
): ResultAsync<OtpFact, Unavailable> => {
  const { storage, ports } = context
  const way = [{ kind, key: userId, limit: otpHardStop }]
  return countByFirst([way], ports.sources.clock(), context).andThen((reserved) => {
    if (!('way' in reserved)) return okAsync<OtpFact, Unavailable>('locked')
    return check()
      .andThen((fact) =>
        // Either kind of proof shows that the owner is back, and resets both counters.
        fact === 'accepted'
          ? storage
              .atomically(({ attempts }) =>
                attempts.clear('otp', userId).andThen(() => attempts.clear('recovery-code', userId)),
              )
              .map(() => fact)
          : okAsync(fact),
      )
      .orElse((failure) => takeBackLater(reserved, failure, context))
  })
}

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
const checkCode = (
  { userId }: OtpSet,
  opened: readonly Opened[],
  code: string,
  { ports, settings, storage }: Context,
): ResultAsync<OtpFact, Unavailable> => {
  const now = ports.sources.clock()
  const steps = opened.map(({ id, secret }) => ({
    id,
    step: findStep(ports.otpEngine, secret, code, now, settings.otp),
  }))
  return useFirst(
    steps.flatMap(({ id, step }) =>
      step === undefined ? [] : [() => storage.otps.acceptStep(userId, id, step, now)],
    ),
  )
}

const checkRecoveryCode = (
  user: User,
  { recoveryCodes }: OtpSet,
  text: string,
  context: Context,
): ResultAsync<OtpFact, Unavailable> => {
  const code = parseRecoveryCode(text)
  if (code.isErr()) return okAsync('refused')
  const unused = recoveryCodes.filter(({ usedAt }) => usedAt === undefined)
  return ResultAsync.combine(
    unused.map((kept) => isBehind({ code: code.value, typed: text }, kept, user.id, context)),
  ).andThen((matches) =>
    useFirst(
      unused
        .filter((_, index) => matches[index])
        .map(
          ({ id }) =>
            () =>
              useRecoveryCode(user, id, code.value, context),
        ),
    ),
  )
}

/** Uses up a recovery code, and writes a notice in the same transaction: another person may have used it. */
const useRecoveryCode = (
  user: User,
  codeId: string,
  code: RecoveryCode,
  context: Context,
): ResultAsync<'accepted' | 'used-before', Unavailable> => {
  const now = context.ports.sources.clock()
  const fingerprint = codeFingerprintOf(user.id, code, context)
  return context.storage.atomically((stores) =>
    safeTry(async function* () {
      // A user who was deleted meanwhile gets no notice.
      if ((yield* stores.users.findByIds([user.id])).length === 0) return ok('used-before' as const)
      const verdict = yield* stores.otps.useRecoveryCode(user.id, codeId, now, fingerprint)
      if (verdict === 'used-before') return ok(verdict)
      yield* stores.outbox.addAll(securityNotices('recovery-code-used', user, now, context))
      if (context.settings.events) yield* writeUse(user, stores, context)
      return ok(verdict)
    }),
  )
}

const writeUse = (
  { id: userId }: User,
  stores: UserStores,
  context: Context,
): ResultAsync<void, Unavailable> =>
  stores.otps.findByUserIds([userId]).andThen(([otps]) => {
    const unused = otps?.recoveryCodes.filter(({ usedAt }) => usedAt === undefined) ?? []
    return writeEvents([{ type: 'recovery_code.used', userId, left: unused.length }], stores, context)
  })

type Use = () => ResultAsync<'accepted' | 'used-before', Unavailable>

/** Uses the first one that is still unused: another attempt at the same time may have been faster. */
const useFirst = ([first, ...others]: readonly Use[]): ResultAsync<OtpFact, Unavailable> =>
  first === undefined
    ? okAsync('refused')
    : first().andThen((verdict) => (verdict === 'accepted' ? okAsync(verdict) : useFirst(others)))
