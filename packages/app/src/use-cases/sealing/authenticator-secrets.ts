import {
  otpIds,
  type KeptRecoveryCode,
  type OtpEnrolment,
  type OtpSet,
  type OtpsOvertaken,
  type OtpStore,
  type RecoveryCodeHash,
  type Sealed,
  type Unavailable,
  type UserId,
} from '@keepsake/domain'
import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import { eachOtpSet, namesOf } from '../authenticators/each-otp-set.ts'
import { openOtpSecret, otpPlace } from '../authenticators/otp-secret.ts'
import { isCurrentHash, keyIdOfHash, renewHash } from '../authenticators/recovery-code-hash.ts'
import { nothingRotated, rotatedBoth, type SealingRotation } from './rotation.ts'
import type { SealedWalk, Sight } from './sealed-walk.ts'

/** The secrets of authenticators, and recovery codes. Each page is done whole or not at all, while users sign in. */
export const authenticatorSecrets: SealedWalk = {
  rotate: (context) =>
    eachOtpSet<SealingRotation>(
      context,
      (sets, before, damaged) =>
        rotatePage(sets, context).map((rotated) => rotatedBoth(before, { ...rotated, ...namesOf(damaged) })),
      nothingRotated,
    ),
  visit: (context, see) =>
    eachOtpSet<undefined>(
      context,
      (sets, _, damaged) => {
        for (const set of sets) seeAll(set, context, see)
        for (const userId of damaged) see.damaged(userId)
        return okAsync(undefined)
      },
      undefined,
    ),
}

const seeAll = ({ authenticators, recoveryCodes }: OtpSet, { ports }: PoolContext, see: Sight): void => {
  const { secretBox } = ports
  for (const { secret } of authenticators)
    see.resting({
      field: 'otp_secret',
      key: secretBox.keyIdOf(secret),
      isCurrent: secretBox.isCurrent(secret),
    })
  for (const { hash } of recoveryCodes)
    see.resting({
      field: 'recovery_code',
      key: keyIdOfHash(hash, ports),
      isCurrent: isCurrentHash(hash, ports),
    })
}

/** A secret as it is sealed until now, and as it is to be. */
type Resealing = {
  readonly userId: UserId
  readonly id: string
  readonly from: Sealed
  readonly to: Sealed
}

/** The hashes of recovery codes under the current key, by what they are until now. */
type Rewrapping = ReadonlyMap<RecoveryCodeHash, RecoveryCodeHash>

/**
 * All of a page's cryptography is done before its transaction begins, which holds up others for its writes alone; and
 * one commit for a page costs a small part of what one for each secret does.
 */
const rotatePage = (
  sets: readonly OtpSet[],
  context: PoolContext,
): ResultAsync<SealingRotation, Unavailable> => {
  const { secretBox } = context.ports
  const secrets = sets.flatMap(({ userId, authenticators }) =>
    authenticators.map((each) => ({ userId, each })),
  )
  const codes = sets.flatMap(({ userId, recoveryCodes }) => recoveryCodes.map((code) => ({ userId, code })))
  const staleSecrets = secrets.filter(({ each }) => !secretBox.isCurrent(each.secret))
  const staleCodes = codes.filter(({ code }) => !isCurrentHash(code.hash, context.ports))
  const current = secrets.length - staleSecrets.length + codes.length - staleCodes.length
  if (staleSecrets.length + staleCodes.length === 0) return okAsync({ resealed: 0, current })
  return ResultAsync.combine([
    ResultAsync.combine(staleSecrets.map(({ userId, each }) => sealAnew(userId, each, context))),
    renewAll(staleCodes, context),
  ])
    .andThen(([resealings, rewrapping]) => write(resealings, rewrapping, sets, context))
    .map((resealed) => ({ resealed, current }))
}

const sealAnew = (
  userId: UserId,
  authenticator: OtpEnrolment,
  context: PoolContext,
): ResultAsync<Resealing, Unavailable> => {
  const { id, secret: from } = authenticator
  const place = otpPlace(userId, authenticator, context)
  return openOtpSecret(userId, authenticator, context).andThen((opened) =>
    context.ports.secretBox.seal(opened.base32, place).map((to) => ({ userId, id, from, to })),
  )
}

const renewAll = (
  codes: readonly { readonly userId: UserId; readonly code: KeptRecoveryCode }[],
  context: PoolContext,
): ResultAsync<Rewrapping, Unavailable> =>
  ResultAsync.combine(
    codes.map(({ userId, code }) => renewHash(code, userId, context).map((to) => [code.hash, to] as const)),
  ).map((pairs) => new Map(pairs))

/**
 * Answers how many were written. What was replaced or removed since it was read is left alone: whatever came in its
 * place is under the current key.
 */
const write = (
  resealings: readonly Resealing[],
  rewrapping: Rewrapping,
  sets: readonly OtpSet[],
  context: PoolContext,
): ResultAsync<number, Unavailable> => {
  const users = sets.filter((set) => set.recoveryCodes.some(({ hash }) => rewrapping.has(hash)))
  return context.storage
    .atomically(({ otps }) =>
      ResultAsync.combine(
        resealings.map(({ userId, id, from, to }) => otps.reseal(userId, id, from, to)),
      ).andThen((outcomes) =>
        writeCodes(
          users.map(({ userId }) => userId),
          rewrapping,
          otps,
        ).map((codes) => outcomes.filter((outcome) => outcome === 'resealed').length + codes),
      ),
    )
    .orElse((failure) =>
      failure.kind === 'unavailable'
        ? errAsync(failure)
        : // This ends: each time somebody else has got ahead.
          write(resealings, rewrapping, sets, context),
    )
}

/** The sets are read again where they are written: somebody may have signed in, and what is used up stays so. */
const writeCodes = (
  users: readonly UserId[],
  rewrapping: Rewrapping,
  otps: OtpStore,
): ResultAsync<number, OtpsOvertaken | Unavailable> =>
  users.length === 0
    ? okAsync(0)
    : otps.findByUserIds(users).andThen((present) => {
        const changes = present.map((set) => ({ from: otpIds(set), to: rewrapped(set, rewrapping) }))
        const written = present.flatMap(({ recoveryCodes }) =>
          recoveryCodes.filter(({ hash }) => rewrapping.has(hash)),
        )
        return otps.writeAll(changes).map(() => written.length)
      })

const rewrapped = (set: OtpSet, rewrapping: Rewrapping): OtpSet => ({
  ...set,
  recoveryCodes: set.recoveryCodes.map((code) => ({ ...code, hash: rewrapping.get(code.hash) ?? code.hash })),
})
