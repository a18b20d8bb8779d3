import type { AlreadyEnrolled, OtpEnrolment, OtpStore, UserId } from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import type { Session } from '../synchronous-storage.ts'
import { add, copyOf, recordsAmong, requireUser } from './records.ts'
import type { Tables } from './tables.ts'

/** The authenticators of a pool in memory. */
export const memoryOtps = (session: Session<Tables>): OtpStore => ({
  insertAll: (enrolments) => session.write((tables) => insertAll(tables, enrolments)),
  replaceAll: (enrolments) =>
    session.write((tables) => {
      for (const enrolment of enrolments) {
        const former = tables.enrolments.get(enrolment.userId)
        if (former !== undefined) tables.enrolled.put(former.id, undefined)
        put(tables, enrolment)
      }
      return ok()
    }),
  findByUserIds: (ids) => session.read((tables) => recordsAmong(tables.enrolments, ids)),
  acceptStep: (enrolmentId, step) =>
    session.write((tables) =>
      use(tables, enrolmentId, (found) => (step > found.lastStep ? { ...found, lastStep: step } : undefined)),
    ),
  useRecoveryCode: (enrolmentId, at) =>
    session.write((tables) =>
      use(tables, enrolmentId, (found) =>
        found.recovery !== undefined && found.recovery.usedAt === undefined
          ? { ...found, recovery: { ...found.recovery, usedAt: at } }
          : undefined,
      ),
    ),
})

const insertAll = (tables: Tables, enrolments: readonly OtpEnrolment[]): Result<void, AlreadyEnrolled> => {
  const enrolled = new Set<UserId>()
  for (const enrolment of enrolments) {
    if (tables.enrolments.get(enrolment.userId) === undefined) put(tables, enrolment)
    else enrolled.add(enrolment.userId)
  }
  return enrolled.size === 0 ? ok() : err({ kind: 'already-enrolled', userIds: [...enrolled] })
}

const put = (tables: Tables, enrolment: OtpEnrolment): void => {
  requireUser(tables, enrolment.userId)
  add(tables.enrolled, enrolment.id, enrolment.userId)
  tables.enrolments.put(enrolment.userId, copyOf(enrolment))
}

const use = (
  { enrolled, enrolments }: Tables,
  enrolmentId: string,
  change: (found: OtpEnrolment) => OtpEnrolment | undefined,
): Result<'accepted' | 'used-before', never> => {
  const owner = enrolled.get(enrolmentId)
  const found = owner === undefined ? undefined : enrolments.get(owner)
  const changed = found === undefined ? undefined : change(found)
  if (changed === undefined) return ok('used-before')
  enrolments.put(changed.userId, changed)
  return ok('accepted')
}
