import {
  isFreshStep,
  otpIds,
  type Instant,
  type KeptRecoveryCode,
  type OtpChange,
  type OtpEnrolment,
  type OtpSet,
  type OtpsOvertaken,
  type OtpStore,
  type UserId,
} from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import { sameIds } from '../same-ids.ts'
import type { Session } from '../storage-over.ts'
import { copyOf, isOfTenant, recordsAmong, requireUser } from './records.ts'
import type { Tables } from './tables.ts'

/** The authenticators and recovery codes of a pool in memory. */
export const memoryOtps = (session: Session<Tables>): OtpStore => ({
  writeAll: (changes) => session.write((tables) => writeAll(tables, changes)),
  findByUserIds: (ids) => session.read(({ otps }) => recordsAmong(otps, ids)),
  findHolders: (fingerprints) =>
    session.read(({ otpHolders }) =>
      [...new Set(fingerprints)].flatMap((fingerprint) =>
        (otpHolders.get(fingerprint) ?? []).map((userId) => ({ fingerprint, userId })),
      ),
    ),
  list: (after, limit, tenantId) => session.read((tables) => list(tables, after, limit, tenantId)),
  acceptStep: (userId, enrolmentId, step, at) =>
    session.write(({ otps }) => {
      const changed = withChange(
        otps.get(userId),
        ({ id, lastStep }) => id === enrolmentId && isFreshStep(step, lastStep),
        (each) => ({ ...each, provenAt: each.provenAt ?? at, lastStep: step }),
      )
      if (changed !== undefined) otps.put(userId, changed)
      return ok(changed === undefined ? 'used-before' : 'accepted')
    }),
  useRecoveryCode: (userId, codeId, at) =>
    session.write(({ otps }) => {
      const changed = withCodeUsed(otps.get(userId), codeId, at)
      if (changed !== undefined) otps.put(userId, changed)
      return ok(changed === undefined ? 'used-before' : 'accepted')
    }),
  reseal: (userId, enrolmentId, from, { secret, fingerprint }) =>
    session.write((tables) => {
      const changed = withChange(
        tables.otps.get(userId),
        (each) => each.id === enrolmentId && each.secret === from,
        (each) => ({ ...each, secret, fingerprint }),
      )
      if (changed !== undefined) putOtps(tables, changed)
      return ok(changed === undefined ? 'overtaken' : 'resealed')
    }),
})

/** Goes on past the first change that is overtaken, so that every one is named; nothing stays of a change with an error. */
const writeAll = (tables: Tables, changes: readonly OtpChange[]): Result<void, OtpsOvertaken> => {
  const overtaken = changes.filter((change) => !write(tables, change)).map(({ to }) => to.userId)
  if (overtaken.length > 0) return err({ kind: 'otps-overtaken', userIds: [...new Set(overtaken)] })
  // Last, as in a database that checks it when the rows come in: until then a change that is overtaken is refused as one.
  for (const { to } of changes) if (to.authenticators.length > 0) requireUser(tables, to.userId)
  return ok()
}

const write = (tables: Tables, { from, to }: OtpChange): boolean => {
  const present = tables.otps.get(to.userId)
  if (!sameIds(from, present === undefined ? [] : otpIds(present))) return false
  putOtps(tables, to)
  return true
}

/** Puts a set in the place of whatever its user has. */
export const putOtps = (tables: Tables, to: OtpSet): void => {
  const { otps, otpHolders } = tables
  const othersWith = (fingerprint: string): readonly UserId[] =>
    (otpHolders.get(fingerprint) ?? []).filter((id) => id !== to.userId)
  for (const { fingerprint } of otps.get(to.userId)?.authenticators ?? []) {
    const others = othersWith(fingerprint)
    otpHolders.put(fingerprint, others.length === 0 ? undefined : others)
  }
  for (const { fingerprint } of to.authenticators)
    otpHolders.put(fingerprint, [...othersWith(fingerprint), to.userId])
  otps.put(to.userId, to.authenticators.length === 0 ? undefined : copyOf(to))
}

/** The set with one of its authenticators changed; nothing where the change is about none of them. */
const withChange = (
  set: OtpSet | undefined,
  isIt: (each: OtpEnrolment) => boolean,
  change: (each: OtpEnrolment) => OtpEnrolment,
): OtpSet | undefined =>
  set?.authenticators.some(isIt) === true
    ? { ...set, authenticators: set.authenticators.map((each) => (isIt(each) ? change(each) : each)) }
    : undefined

/** The set with one of its codes used up; nothing where it has no such code, or had it used before. */
const withCodeUsed = (set: OtpSet | undefined, codeId: string, at: Instant): OtpSet | undefined => {
  const isGood = ({ id, usedAt }: KeptRecoveryCode): boolean => id === codeId && usedAt === undefined
  if (set === undefined || !set.recoveryCodes.some(isGood)) return undefined
  return {
    ...set,
    recoveryCodes: set.recoveryCodes.map((each) => (isGood(each) ? { ...each, usedAt: at } : each)),
  }
}

const list = (
  tables: Tables,
  after: UserId | undefined,
  limit: number,
  tenantId: string | undefined,
): readonly OtpSet[] =>
  [...tables.otps.entries()]
    .filter(([id]) => (after === undefined || id > after) && isOfTenant(tables, id, tenantId))
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .slice(0, limit)
    .map(([, set]) => set)
