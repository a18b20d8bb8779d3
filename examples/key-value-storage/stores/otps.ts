import type { Session } from '@keepsake/adapters/storage/kit'
import { isFreshStep, otpIds, type OtpEnrolment, type OtpSet, type OtpStore } from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import type { PoolDocument } from '../pool-document.ts'
import { among, isOfTenant, requireUser, sameIds } from './records.ts'

export const otpsIn = (session: Session<PoolDocument>): OtpStore => ({
  writeAll: (changes) =>
    session.write((pool) => {
      const overtaken = changes.filter(({ from, to }) => {
        const present = pool.otps.get(to.userId)
        const isFrom = sameIds(from, present === undefined ? [] : otpIds(present))
        if (to.authenticators.length === 0) pool.otps.delete(to.userId)
        else pool.otps.set(to.userId, to)
        return !isFrom
      })
      const userIds = [...new Set(overtaken.map(({ to }) => to.userId))]
      if (userIds.length > 0) return err({ kind: 'otps-overtaken', userIds })
      for (const { to } of changes) if (to.authenticators.length > 0) requireUser(pool, to.userId)
      return ok()
    }),
  findByUserIds: (ids) => session.read(({ otps }) => among(otps, ids)),
  findHolders: (fingerprints) =>
    session.read(({ otps }) =>
      [...otps.values()].flatMap(({ userId, authenticators }) =>
        [...new Set(authenticators.map(({ fingerprint }) => fingerprint))]
          .filter((fingerprint) => fingerprints.includes(fingerprint))
          .map((fingerprint) => ({ fingerprint, userId })),
      ),
    ),
  list: (after, limit, tenantId) =>
    session.read((pool) =>
      [...pool.otps.values()]
        .filter(({ userId }) => after === undefined || userId > after)
        .filter(({ userId }) => isOfTenant(pool, userId, tenantId))
        .toSorted((one, other) => (one.userId < other.userId ? -1 : 1))
        .slice(0, limit),
    ),
  acceptStep: (userId, enrolmentId, step, at) =>
    session.write((pool) => {
      const isGood = ({ id, lastStep }: OtpEnrolment): boolean =>
        id === enrolmentId && isFreshStep(step, lastStep)
      const use = (each: OtpEnrolment): OtpEnrolment => ({
        ...each,
        lastStep: step,
        provenAt: each.provenAt ?? at,
      })
      return ok(changeOne(pool, userId, isGood, use) ? 'accepted' : 'used-before')
    }),
  useRecoveryCode: (userId, codeId, at) =>
    session.write(({ otps }) => {
      const set = otps.get(userId)
      const code = set?.recoveryCodes.find(({ id, usedAt }) => id === codeId && usedAt === undefined)
      if (set === undefined || code === undefined) return ok('used-before')
      const recoveryCodes = set.recoveryCodes.map((each) => (each === code ? { ...each, usedAt: at } : each))
      otps.set(userId, { ...set, recoveryCodes })
      return ok('accepted')
    }),
  reseal: (userId, enrolmentId, from, to) =>
    session.write((pool) => {
      const isIt = ({ id, secret }: OtpEnrolment): boolean => id === enrolmentId && secret === from
      return ok(changeOne(pool, userId, isIt, (each) => ({ ...each, ...to })) ? 'resealed' : 'overtaken')
    }),
})

/** Changes an authenticator of a user, if one is meant. */
const changeOne = (
  { otps }: PoolDocument,
  userId: OtpSet['userId'],
  isMeant: (each: OtpEnrolment) => boolean,
  change: (each: OtpEnrolment) => OtpEnrolment,
): boolean => {
  const set = otps.get(userId)
  if (set?.authenticators.some(isMeant) !== true) return false
  otps.set(userId, {
    ...set,
    authenticators: set.authenticators.map((each) => (isMeant(each) ? change(each) : each)),
  })
  return true
}
