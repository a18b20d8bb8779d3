import {
  beginSealingBatch,
  secondFactorIds,
  type StoredRecoveryCode,
  type StoredAuthenticator,
  type SecondFactor,
  type SecondFactorsOvertaken,
  type SecondFactorStore,
  type RecoveryCodeHash,
  type Sealed,
  type SealingBatch,
  type Unavailable,
  type UserId,
} from '@keepsake/domain'
import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import { eachSecondFactor, namesOf } from '../authenticators/each-second-factor.ts'
import { openTotpSecret, authenticatorPlace } from '../authenticators/sealed-secret.ts'
import { isCurrentHash, keyIdOfHash, renewHash } from '../authenticators/recovery-code-hash.ts'
import { nothingRotated, rotatedBoth, unopenedOf, type SealingRotation } from './rotation.ts'
import type { SealedWalk, Sight } from './sealed-walk.ts'
import { orUnopened, sortOpened, type Opened, type UnopenedItem } from './unopened-items.ts'

/**
 * The secrets of authenticators, and recovery codes. Each page is written completely or not at all, while users go on
 * signing in.
 */
export const authenticatorSecrets: SealedWalk = {
  rotate: (context) =>
    eachSecondFactor<SealingRotation>(
      context,
      (sets, before, damaged) =>
        rotatePage(sets, context).map((rotated) => rotatedBoth(before, { ...rotated, ...namesOf(damaged) })),
      nothingRotated,
    ),
  visit: (context, see) =>
    eachSecondFactor<undefined>(
      context,
      (sets, _, damaged) => {
        for (const userId of damaged) see.damaged(userId)
        return visitPage(sets, context, see)
      },
      undefined,
    ),
}

const visitPage = (
  sets: readonly SecondFactor[],
  context: PoolContext,
  see: Sight,
): ResultAsync<undefined, Unavailable> => {
  const { secrets, codes } = restingIn(sets, context)
  for (const { item, isCurrent } of [...secrets, ...codes])
    see.resting({ field: item.field, key: item.key, isCurrent })
  return ResultAsync.combine([
    openAll(secrets.filter(isStale), ({ userId, authenticator }) =>
      openTotpSecret(userId, authenticator, context),
    ),
    openAll(codes.filter(isStale), ({ userId, code }) => renewHash(code, userId, context)),
  ]).map((opened) => {
    for (const item of opened.flatMap(({ unopened }) => unopened)) see.unopened(item)
    return undefined
  })
}

/** A stored sealed value of a second factor: its name, and whether it is under the current key. */
type Rests = { readonly item: UnopenedItem; readonly isCurrent: boolean; readonly userId: UserId }

type RestingIn = {
  readonly secrets: readonly (Rests & { readonly authenticator: StoredAuthenticator })[]
  readonly codes: readonly (Rests & { readonly code: StoredRecoveryCode })[]
}

const restingIn = (sets: readonly SecondFactor[], { ports }: PoolContext): RestingIn => ({
  secrets: sets.flatMap(({ userId, authenticators }) =>
    authenticators.map((authenticator) => {
      const { id, secret } = authenticator
      const item = { field: 'otp_secret', id, userId, key: ports.secretBox.keyIdOf(secret) } as const
      return { item, isCurrent: ports.secretBox.isCurrent(secret), userId, authenticator }
    }),
  ),
  codes: sets.flatMap(({ userId, recoveryCodes }) =>
    recoveryCodes.map((code) => {
      const { id, hash } = code
      const item = { field: 'recovery_code', id, userId, key: keyIdOfHash(hash, ports) } as const
      return { item, isCurrent: isCurrentHash(hash, ports), userId, code }
    }),
  ),
})

const isStale = ({ isCurrent }: Rests): boolean => !isCurrent

const openAll = <R extends Rests, T>(
  resting: readonly R[],
  open: (each: R) => ResultAsync<T, Unavailable>,
): ResultAsync<Opened<T>, Unavailable> =>
  ResultAsync.combine(resting.map((each) => orUnopened(open(each), each.item))).map(sortOpened)

/** A secret as it is sealed now, and the newly sealed one. */
type Resealing = {
  readonly userId: UserId
  readonly id: string
  readonly from: Sealed
  readonly to: Sealed
}

/** The hashes of recovery codes under the current key, by their present hashes. */
type Rewrapping = ReadonlyMap<RecoveryCodeHash, RecoveryCodeHash>

/**
 * All cryptography for a page is done before its transaction begins, so the transaction blocks others only for its writes.
 * One commit for a page costs a small part of one commit for each secret.
 */
const rotatePage = (
  sets: readonly SecondFactor[],
  context: PoolContext,
): ResultAsync<SealingRotation, Unavailable> => {
  const { secrets, codes } = restingIn(sets, context)
  const [staleSecrets, staleCodes] = [secrets.filter(isStale), codes.filter(isStale)]
  const current = secrets.length - staleSecrets.length + codes.length - staleCodes.length
  if (staleSecrets.length + staleCodes.length === 0) return okAsync({ resealed: 0, current })
  const batch = beginSealingBatch(context.settings.pool)
  return ResultAsync.combine([
    openAll(staleSecrets, ({ userId, authenticator }) => sealAnew(userId, authenticator, context, batch)),
    openAll(staleCodes, ({ userId, code }) =>
      renewHash(code, userId, context, batch).map((to) => [code.hash, to] as const),
    ),
  ]).andThen(([resealings, rewrappings]) =>
    write(resealings.opened, new Map(rewrappings.opened), sets, context).map((resealed) => ({
      resealed,
      current,
      ...unopenedOf([...resealings.unopened, ...rewrappings.unopened]),
    })),
  )
}

const sealAnew = (
  userId: UserId,
  authenticator: StoredAuthenticator,
  context: PoolContext,
  batch: SealingBatch,
): ResultAsync<Resealing, Unavailable> => {
  const { id, secret: from } = authenticator
  const place = authenticatorPlace(userId, authenticator, context)
  return openTotpSecret(userId, authenticator, context).andThen((opened) =>
    context.ports.secretBox.seal(opened.base32, place, batch).map((to) => ({ userId, id, from, to })),
  )
}

/**
 * Answers how many were written. A value that was replaced or removed since it was read is not changed: its replacement is
 * already under the current key.
 */
const write = (
  resealings: readonly Resealing[],
  rewrapping: Rewrapping,
  sets: readonly SecondFactor[],
  context: PoolContext,
): ResultAsync<number, Unavailable> => {
  if (resealings.length + rewrapping.size === 0) return okAsync(0)
  const users = sets.filter((set) => set.recoveryCodes.some(({ hash }) => rewrapping.has(hash)))
  return context.storage
    .atomically(({ secondFactors }) =>
      ResultAsync.combine(
        resealings.map(({ userId, id, from, to }) => secondFactors.reseal(userId, id, from, to)),
      ).andThen((outcomes) =>
        writeCodes(
          users.map(({ userId }) => userId),
          rewrapping,
          secondFactors,
        ).map((codes) => outcomes.filter((outcome) => outcome === 'resealed').length + codes),
      ),
    )
    .orElse((failure) =>
      failure.kind === 'unavailable'
        ? errAsync(failure)
        : // This ends, because each repetition means that another call has succeeded.
          write(resealings, rewrapping, sets, context),
    )
}

/**
 * Reads the second factors again where they are written: a user may have signed in meanwhile, and used codes must stay used.
 */
const writeCodes = (
  users: readonly UserId[],
  rewrapping: Rewrapping,
  secondFactors: SecondFactorStore,
): ResultAsync<number, SecondFactorsOvertaken | Unavailable> =>
  users.length === 0
    ? okAsync(0)
    : secondFactors.findByUserIds(users).andThen((present) => {
        const changes = present.map((set) => ({ from: secondFactorIds(set), to: rewrapped(set, rewrapping) }))
        const written = present.flatMap(({ recoveryCodes }) =>
          recoveryCodes.filter(({ hash }) => rewrapping.has(hash)),
        )
        return secondFactors.writeAll(changes).map(() => written.length)
      })

const rewrapped = (set: SecondFactor, rewrapping: Rewrapping): SecondFactor => ({
  ...set,
  recoveryCodes: set.recoveryCodes.map((code) => ({ ...code, hash: rewrapping.get(code.hash) ?? code.hash })),
})
