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
import { codeFingerprintOf, openOtpSecret } from '../authenticators/otp-secret.ts'
import { isBehind } from '../authenticators/recovery-code-hash.ts'
import { securityNotices } from '../security-notices.ts'
import type { UserStores } from '../tenant/user-stores.ts'
import { writeEvents } from '../write-events.ts'

/** What a user shows beside the password: an authenticator's code or, where all are lost, a recovery code. */
export type OtpProof = { readonly code?: string; readonly recoveryCode?: string }

/**
 * Checks a code, or a recovery code where no code is given. What is accepted is used up. The attempt is counted before
 * it is looked at, each kind by itself; after ten wrong ones in a row nothing is looked at any more. While the secrets do not
 * open no attempt at a code is counted: a user who tries again and again must not be stopped by the fault of others.
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

/** By the user, whichever authenticator the codes are meant for: several must not give several times as many guesses. */
const counted = (
  kind: AttemptKind & ('otp' | 'recovery-code'),
  { userId }: OtpSet,
  { storage, ports }: Context,
  check: () => ResultAsync<OtpFact, Unavailable>,
): ResultAsync<OtpFact, Unavailable> =>
  storage.attempts.reserve(kind, userId, otpHardStop, ports.sources.clock()).andThen((reservation) => {
    if (!reservation.granted) return okAsync<OtpFact, Unavailable>('locked')
    return check().andThen((fact) =>
      // Either proof shows that the owner is back, and opens the way for the other.
      fact === 'accepted'
        ? storage
            .atomically(({ attempts }) =>
              attempts.clear('otp', userId).andThen(() => attempts.clear('recovery-code', userId)),
            )
            .map(() => fact)
        : okAsync(fact),
    )
  })

/** The secret of an authenticator. */
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

/** Looks at every authenticator before it uses any: the time it takes must not tell whose code it was. */
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

/** Uses a recovery code up and, in the same transaction, tells of it: whoever used it may be somebody else. */
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
      // Whoever is deleted meanwhile is told nothing.
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

/** Uses up the first that can be: another attempt at this moment may have been faster. */
const useFirst = ([first, ...others]: readonly Use[]): ResultAsync<OtpFact, Unavailable> =>
  first === undefined
    ? okAsync('refused')
    : first().andThen((verdict) => (verdict === 'accepted' ? okAsync(verdict) : useFirst(others)))
