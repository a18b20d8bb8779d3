import {
  otpIds,
  type KeptRecoveryCode,
  type OtpEnrolment,
  type OtpSet,
  type RecoveryCodeHasher,
  type Unavailable,
  type UserId,
} from '@keepsake/domain'
import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import { sealPlace, type Context } from '../../context.ts'
import { fingerprintOf, openOtpSecret } from './otp-secret.ts'
import { isCurrentHash } from './recovery-code-hash.ts'
import { eachOtpSet } from './each-otp-set.ts'

/** How many secrets and recovery codes were put under the current key, and how many were under it already. */
export type SealingRotation = { readonly resealed: number; readonly current: number }

/**
 * Puts every authenticator's secret and every recovery code under the current key that is not, while users sign in.
 * Stopped at any moment it has done what it has done, and the next run does the rest; then the earlier keys may go.
 */
export const rotateSealing = (context: Context): ResultAsync<SealingRotation, Unavailable> =>
  eachOtpSet<SealingRotation>(
    context,
    (sets, before) =>
      ResultAsync.combine(sets.map((set) => resealSet(set, context)))
        .map((of) => of.flat())
        .map((outcomes) => ({
          resealed: before.resealed + outcomes.filter((outcome) => outcome === 'resealed').length,
          current: before.current + outcomes.filter((outcome) => outcome === 'current').length,
        })),
    { resealed: 0, current: 0 },
  )

/** `overtaken`: it was replaced or removed meanwhile, and whatever came in its place is sealed under the current key. */
type Outcome = 'resealed' | 'current' | 'overtaken'

const resealSet = (set: OtpSet, context: Context): ResultAsync<readonly Outcome[], Unavailable> =>
  ResultAsync.combine(set.authenticators.map((each) => resealSecret(set.userId, each, context))).andThen(
    (secrets) => rewrapCodes(set, context).map((codes) => [...secrets, ...codes]),
  )

const resealSecret = (
  userId: UserId,
  authenticator: OtpEnrolment,
  context: Context,
): ResultAsync<Outcome, Unavailable> =>
  context.ports.secretBox.isCurrent(authenticator.secret)
    ? okAsync('current')
    : reseal(userId, authenticator, context)

/** The set is read again where it is written: somebody may be signing in, and what is used up stays so. */
const rewrapCodes = (set: OtpSet, context: Context): ResultAsync<readonly Outcome[], Unavailable> => {
  const { recoveryCodeHasher } = context.ports
  const current = set.recoveryCodes.map(({ hash }) => isCurrentHash(hash, recoveryCodeHasher))
  const outcomes = current.map((is): Outcome => (is ? 'current' : 'resealed'))
  if (!current.includes(false)) return okAsync(outcomes)
  return context.storage
    .atomically(({ otps }) =>
      otps.findByUserIds([set.userId]).andThen(([present]) => {
        if (present === undefined) return okAsync()
        return ResultAsync.combine(
          present.recoveryCodes.map((code) => rewrap(code, recoveryCodeHasher)),
        ).andThen((recoveryCodes) =>
          otps.writeAll([{ from: otpIds(present), to: { ...present, recoveryCodes } }]),
        )
      }),
    )
    .map(() => outcomes)
    .orElse((failure) =>
      failure.kind === 'unavailable'
        ? errAsync(failure)
        : okAsync<readonly Outcome[], Unavailable>(outcomes.map(() => 'overtaken')),
    )
}

const rewrap = (
  code: KeptRecoveryCode,
  hasher: RecoveryCodeHasher,
): ResultAsync<KeptRecoveryCode, Unavailable> =>
  isCurrentHash(code.hash, hasher)
    ? okAsync(code)
    : hasher.rewrap(code.hash).map((hash) => ({ ...code, hash }))

const reseal = (
  userId: UserId,
  authenticator: OtpEnrolment,
  context: Context,
): ResultAsync<Outcome, Unavailable> => {
  const { id, secret: from } = authenticator
  const place = sealPlace(context, userId, { field: 'otp_secret', record: id })
  return openOtpSecret(userId, authenticator, context).andThen((opened) =>
    context.ports.secretBox.seal(opened.base32, place).andThen((secret) =>
      context.storage.otps.reseal(userId, id, from, {
        secret,
        // Under another key it is another one.
        fingerprint: fingerprintOf(opened, context),
      }),
    ),
  )
}
