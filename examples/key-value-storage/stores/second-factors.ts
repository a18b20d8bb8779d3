import type { Session } from '@keepsake/adapters/storage/kit'
import {
  endOfStep,
  isFreshStep,
  lastStepBefore,
  secondFactorIds,
  usedKeptMs,
  type Instant,
  type StoredAuthenticator,
  type SecondFactor,
  type SecondFactorStore,
} from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import type { FactorUses, PoolDocument } from '../pool-document.ts'
import { among, isOfTenant, sameIds } from './records.ts'

export const secondFactorsIn = (session: Session<PoolDocument>): SecondFactorStore => ({
  writeAll: (changes) =>
    session.write((pool) => {
      const overtaken = changes.filter(({ from, to }) => {
        const present = pool.secondFactors.get(to.userId)
        const isFrom = sameIds(from, present === undefined ? [] : secondFactorIds(present))
        if (to.authenticators.length === 0) pool.secondFactors.delete(to.userId)
        else pool.secondFactors.set(to.userId, settled(pool, to))
        return !isFrom || (to.authenticators.length > 0 && !pool.users.has(to.userId))
      })
      const userIds = [...new Set(overtaken.map(({ to }) => to.userId))]
      if (userIds.length > 0) return err({ kind: 'second-factors-overtaken', userIds })
      for (const { to } of changes)
        for (const { fingerprint, lastStep, period } of to.authenticators)
          if (lastStep > 0) useLater(pool, to.userId, fingerprint, endOfStep(lastStep, period))
      return ok()
    }),
  findByUserIds: (ids) => session.read(({ secondFactors }) => among(secondFactors, ids)),
  findOwners: (fingerprints) =>
    session.read(({ secondFactors }) =>
      [...secondFactors.values()].flatMap(({ userId, authenticators }) =>
        [...new Set(authenticators.map(({ fingerprint }) => fingerprint))]
          .filter((fingerprint) => fingerprints.includes(fingerprint))
          .map((fingerprint) => ({ fingerprint, userId })),
      ),
    ),
  list: (after, limit, tenantId) =>
    session.read((pool) =>
      [...pool.secondFactors.values()]
        .filter(({ userId }) => after === undefined || userId > after)
        .filter(({ userId }) => isOfTenant(pool, userId, tenantId))
        .toSorted((one, other) => (one.userId < other.userId ? -1 : 1))
        .slice(0, limit),
    ),
  acceptStep: (userId, authenticatorId, step, at) =>
    session.write((pool) => {
      const uses = usesOf(pool, userId)
      const found = pool.secondFactors.get(userId)?.authenticators.find(({ id }) => id === authenticatorId)
      if (found === undefined) return ok('used-before')
      const { fingerprint, lastStep, period } = found
      const last = [lastStep, lastStepBefore(usedUntil(uses, fingerprint) ?? 0, period)]
      if (!last.every((each) => isFreshStep(step, each))) return ok('used-before')
      changeOne(pool, userId, (each) => ({ ...each, lastStep: step, provenAt: each.provenAt ?? at }), found)
      const end = endOfStep(step, period)
      const kept = uses.secrets.filter(([of, until]) => of !== fingerprint && until >= end - usedKeptMs)
      pool.uses.set(userId, { ...uses, secrets: [...kept, [fingerprint, end]] })
      return ok('accepted')
    }),
  useRecoveryCode: (userId, codeId, at, given) =>
    session.write((pool) => {
      const set = pool.secondFactors.get(userId)
      const code = set?.recoveryCodes.find(({ id, usedAt }) => id === codeId && usedAt === undefined)
      if (set === undefined || code === undefined) return ok('used-before')
      const recoveryCodes = set.recoveryCodes.map((each) => (each === code ? { ...each, usedAt: at } : each))
      pool.secondFactors.set(userId, { ...set, recoveryCodes })
      const fingerprints = [code.fingerprint, given ?? code.fingerprint]
      const before = usesOf(pool, userId).codes.map(([fingerprint]) => fingerprint)
      for (const fingerprint of fingerprints) useCode(pool, userId, fingerprint, at)
      return ok(fingerprints.some((each) => before.includes(each)) ? 'used-before' : 'accepted')
    }),
  reseal: (userId, authenticatorId, from, to) =>
    session.write((pool) => {
      const isIt = ({ id, secret }: StoredAuthenticator): boolean => id === authenticatorId && secret === from
      const found = pool.secondFactors.get(userId)?.authenticators.find(isIt)
      if (found === undefined) return ok('overtaken')
      changeOne(pool, userId, (each) => ({ ...each, secret: to }), found)
      return ok('resealed')
    }),
})

/** Changes an authenticator of a user. */
const changeOne = (
  { secondFactors }: PoolDocument,
  userId: SecondFactor['userId'],
  change: (each: StoredAuthenticator) => StoredAuthenticator,
  which: StoredAuthenticator,
): void => {
  const set = secondFactors.get(userId)
  if (set === undefined) return
  secondFactors.set(userId, {
    ...set,
    authenticators: set.authenticators.map((each) => (each === which ? change(each) : each)),
  })
}

const usesOf = ({ uses }: PoolDocument, userId: string): FactorUses =>
  uses.get(userId) ?? { secrets: [], codes: [] }

const usedUntil = ({ secrets }: FactorUses, fingerprint: string): Instant | undefined =>
  secrets.find(([of]) => of === fingerprint)?.[1]

/** Uses up a secret's time, unless more of it is used already. */
const useLater = (pool: PoolDocument, userId: string, fingerprint: string, until: Instant): void => {
  const uses = usesOf(pool, userId)
  if ((usedUntil(uses, fingerprint) ?? -1) >= until) return
  const others = uses.secrets.filter(([of]) => of !== fingerprint)
  pool.uses.set(userId, { ...uses, secrets: [...others, [fingerprint, until]] })
}

/** Remembers when a recovery code was used. Of one that was used before, the first time stays. */
const useCode = (pool: PoolDocument, userId: string, fingerprint: string, at: Instant): void => {
  const uses = usesOf(pool, userId)
  if (uses.codes.some(([of]) => of === fingerprint)) return
  pool.uses.set(userId, { ...uses, codes: [...uses.codes, [fingerprint, at]] })
}

/** The set as it is to rest: a recovery code that was used says so. Those that say so already are remembered. */
const settled = (pool: PoolDocument, set: SecondFactor): SecondFactor => {
  for (const { fingerprint, usedAt } of set.recoveryCodes)
    if (usedAt !== undefined) useCode(pool, set.userId, fingerprint, usedAt)
  const used = new Map(usesOf(pool, set.userId).codes)
  const recoveryCodes = set.recoveryCodes.map((each) => {
    const usedAt = each.usedAt ?? used.get(each.fingerprint)
    return usedAt === undefined ? each : { ...each, usedAt }
  })
  return { ...set, recoveryCodes }
}
