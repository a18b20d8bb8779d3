import {
  issue,
  otpSecretWarnings,
  under,
  type Failure,
  type Instant,
  type Issue,
  type PoolLimits,
  type Unavailable,
} from '@keepsake/domain'
import { ok, ResultAsync, safeTry } from 'neverthrow'
import type { Context } from '../../context.ts'
import { inList, placed, refuseAny } from '../batch.ts'
import { makeEnrolment } from '../make-enrolment.ts'
import type { ImportOtp, ImportOtpReport, NewEnrolment } from './command.ts'
import { decideRows, type Decision } from './decide-rows.ts'
import { writeRows, type EnrolmentRecord } from './write-rows.ts'

/** Gives existing users the authenticators they already use: all of them or none, or row by row with a report. */
export const importOtp = (command: ImportOtp, context: Context): ResultAsync<ImportOtpReport, Failure> =>
  safeTry(async function* () {
    const mode = command.mode ?? 'all'
    yield* refuseAny(checkSize(command.list, context.settings.limits))
    const checked = yield* decideRows(command.list, command.replace ?? false, mode, context)
    const refused = checked.flatMap((each, row) => (each.isErr() ? [{ row, issues: each.error }] : []))
    if (mode === 'all') yield* refuseAny(inList(refused))

    const taken = checked.flatMap((each, row) => (each.isOk() ? [{ row, ...each.value }] : []))
    const now = context.ports.sources.clock()
    const records = yield* ResultAsync.combine(
      taken.filter(({ what }) => what !== 'unchanged').map((row) => makeRecord(row, now, context)),
    )
    // What was decided no longer holds, so it is decided again. This ends: each time somebody else has got ahead.
    if ((yield* writeRows(records, context)) === 'overtaken') return ok(yield* importOtp(command, context))

    return ok({
      enrolled: taken.filter(({ what }) => what === 'insert').length,
      replaced: taken.filter(({ what }) => what === 'replace').length,
      unchanged: taken.filter(({ what }) => what === 'unchanged').length,
      refused: refused.map(placed),
      warnings: taken.flatMap(({ row, otp }) =>
        under(['list', row, 'otp', 'secret'], otpSecretWarnings(otp.secret)),
      ),
    })
  })

const checkSize = (list: readonly NewEnrolment[], limits: PoolLimits): readonly Issue[] => {
  if (list.length === 0) return [issue('otp.list_empty', ['list'])]
  if (list.length > limits.rows) return [issue('otp.list_too_long', ['list'], { max: limits.rows })]
  return []
}

const makeRecord = (
  { userId, otp, present, comparison }: Decision,
  now: Instant,
  context: Context,
): ResultAsync<EnrolmentRecord, Unavailable> =>
  makeEnrolment(userId, otp, now, context).map((enrolment) => ({
    enrolment,
    replaces: present && {
      enrolmentId: present.id,
      sameSecret: comparison?.secret === 'same',
      sameRecoveryCode: comparison?.recoveryCode === 'same',
    },
  }))
