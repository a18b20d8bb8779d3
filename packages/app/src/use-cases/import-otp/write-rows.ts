import type { AlreadyEnrolled, OtpEnrolment, Unavailable } from '@keepsake/domain'
import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'

/** An authenticator that is ready to rest, and the one in whose place it goes, with what the two have in common. */
export type EnrolmentRecord = {
  readonly enrolment: OtpEnrolment
  readonly replaces:
    | {
        readonly enrolmentId: string
        readonly sameSecret: boolean
        readonly sameRecoveryCode: boolean
      }
    | undefined
}

/**
 * Writes all records in one transaction. `overtaken`: since the rows were decided somebody else gave one of the users
 * an authenticator; nothing was written.
 */
export const writeRows = (
  records: readonly EnrolmentRecord[],
  { storage }: Context,
): ResultAsync<'written' | 'overtaken', Unavailable> => {
  if (records.length === 0) return okAsync('written')
  const additions = records.filter(({ replaces }) => replaces === undefined)
  const replacements = records.filter(({ replaces }) => replaces !== undefined)
  return storage
    .atomically(({ otps }) =>
      otps
        .insertAll(additions.map(({ enrolment }) => enrolment))
        .andThen(() => otps.findByUserIds(replacements.map(({ enrolment }) => enrolment.userId)))
        .andThen((present) => withMemory(replacements, present))
        .andThen((enrolments) => otps.replaceAll(enrolments)),
    )
    .map(() => 'written' as const)
    .orElse((failure) =>
      failure.kind === 'unavailable' ? errAsync(failure) : okAsync<'overtaken'>('overtaken'),
    )
}

/**
 * What stays of an authenticator keeps its memory, as it is at this moment: a new recovery code must not make a used
 * code fresh, nor a new secret a used recovery code.
 */
const withMemory = (
  records: readonly EnrolmentRecord[],
  present: readonly OtpEnrolment[],
): Result<readonly OtpEnrolment[], AlreadyEnrolled> => {
  const presentById = new Map(present.map((enrolment) => [enrolment.id, enrolment]))
  const enrolments: OtpEnrolment[] = []
  for (const { enrolment, replaces } of records) {
    const former = presentById.get(replaces?.enrolmentId ?? '')
    if (former === undefined) return err({ kind: 'already-enrolled', userIds: [enrolment.userId] })
    const usedAt = replaces?.sameRecoveryCode === true ? former.recovery?.usedAt : undefined
    enrolments.push({
      ...enrolment,
      ...(replaces?.sameSecret === true ? { lastStep: former.lastStep } : {}),
      ...(enrolment.recovery === undefined || usedAt === undefined
        ? {}
        : { recovery: { ...enrolment.recovery, usedAt } }),
    })
  }
  return ok(enrolments)
}
