import {
  decideEnrolment,
  draftOtp,
  gather,
  inside,
  issue,
  userId,
  type Checked,
  type DraftOtp,
  type EnrolmentComparison,
  type OtpEnrolment,
  type Unavailable,
  type UserId,
} from '@keepsake/domain'
import { err, ok, okAsync, ResultAsync } from 'neverthrow'
import { sealPlace, type Context } from '../../context.ts'
import type { BatchMode } from '../batch.ts'
import { firstInClear } from '../make-enrolment.ts'
import type { NewEnrolment } from './command.ts'

/** What is to be done for a row, and with what. `present` is what the user has until now, and how it compares. */
export type Decision = {
  readonly userId: UserId
  readonly otp: DraftOtp
  readonly what: 'insert' | 'replace' | 'unchanged'
  readonly present: OtpEnrolment | undefined
  readonly comparison: EnrolmentComparison | undefined
}

/** Decides every row, or lists every issue of it; paths are relative to the row. */
export const decideRows = (
  list: readonly NewEnrolment[],
  replace: boolean,
  mode: BatchMode,
  context: Context,
): ResultAsync<readonly Checked<Decision>[], Unavailable> => {
  const ids = list.map((row) => userId(row.userId))
  const { users, otps } = context.storage
  return ResultAsync.combine([users.findByIds(ids), otps.findByUserIds(ids)])
    .andThen(([known, enrolments]) => {
      const knownIds = new Set(known.map(({ id }) => id))
      const present = new Map(enrolments.map((enrolment) => [enrolment.userId, enrolment]))
      return ResultAsync.combine(
        list.map((row) => {
          const id = userId(row.userId)
          const otp = inside(['otp'], draftOtp(row.otp, context.settings.otp))
          return decideRow(gather(otp, checkKnown(id, knownIds)), id, present.get(id), replace, context)
        }),
      )
    })
    .map((decided) => refuseRepeated(list, decided, mode))
}

const checkKnown = (id: UserId, known: ReadonlySet<UserId>): Checked<void> =>
  known.has(id) ? ok() : err([issue('otp.user_unknown', ['userId'])])

/** Of several rows for one user the first stands. Row by row, one that is refused already stands in nobody's way. */
const refuseRepeated = (
  list: readonly NewEnrolment[],
  decided: readonly Checked<Decision>[],
  mode: BatchMode,
): readonly Checked<Decision>[] => {
  const standing = new Map<string, number>()
  return list.map((given, row) => {
    const checked = decided[row] ?? err([])
    const earlier = standing.get(given.userId)
    if (earlier !== undefined)
      return gather(checked, err([issue('otp.user_repeated', ['userId'], { row: earlier })])).map(
        ([decision]) => decision,
      )
    if (mode === 'all' || checked.isOk()) standing.set(given.userId, row)
    return checked
  })
}

const decideRow = (
  checked: Checked<readonly [DraftOtp, unknown]>,
  id: UserId,
  present: OtpEnrolment | undefined,
  replace: boolean,
  context: Context,
): ResultAsync<Checked<Decision>, Unavailable> => {
  if (checked.isErr()) return okAsync(err(checked.error))
  const [otp] = checked.value
  return compare(otp, present, context).map((comparison) =>
    inside(['otp'], decideEnrolment(comparison, replace)).map((what) => ({
      userId: id,
      otp,
      what,
      present,
      comparison,
    })),
  )
}

/** Compares a given authenticator with the one the user has; nothing where there is none. */
const compare = (
  { secret, recoveryCodes }: DraftOtp,
  present: OtpEnrolment | undefined,
  context: Context,
): ResultAsync<EnrolmentComparison | undefined, Unavailable> => {
  if (present === undefined) return okAsync(undefined)
  const { secretBox, recoveryCodeHasher } = context.ports
  const recoveryCode = firstInClear(recoveryCodes)
  return ResultAsync.combine([
    secretBox.open(
      present.secret,
      sealPlace(context, present.userId, { field: 'otp_secret', record: present.id }),
    ),
    recoveryCode === undefined || present.recovery === undefined
      ? okAsync(false)
      : recoveryCodeHasher.matches(recoveryCode, present.recovery.hash),
  ]).map(([base32, codeMatches]) => {
    const sameSecret =
      base32.reveal() === secret.base32.reveal() &&
      present.algorithm === secret.algorithm &&
      present.digits === secret.digits &&
      present.period === secret.period
    return {
      secret: sameSecret ? 'same' : 'other',
      recoveryCode: recoveryCode === undefined ? 'not-given' : codeMatches ? 'same' : 'other',
    }
  })
}
