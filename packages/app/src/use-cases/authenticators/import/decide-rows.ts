import {
  decideEnrolment,
  gather,
  inside,
  issue,
  userId,
  type Checked,
  type EnrolmentOutcome,
  type ExistingOtp,
  type OtpMatch,
  type OtpSet,
  type Unavailable,
  type User,
  type UserId,
} from '@keepsake/domain'
import { err, ok, okAsync, ResultAsync } from 'neverthrow'
import type { Context } from '../../../context.ts'
import type { BatchMode } from '../../shared/batch.ts'
import { draftBroughtOtp, type BroughtOtp } from '../given-authenticator.ts'
import { noMatch } from '../make-second-factor.ts'
import { inSlices } from '../../shared/in-slices.ts'
import { findSound } from '../../shared/sound-records.ts'
import { matchOtp } from './match-authenticator.ts'
import type { ReadRow } from './read-rows.ts'

/**
 * What to do for a row. `present` is the user's present second factor, and `match` is the part of it that is imported again.
 */
export type Decision = {
  readonly userId: UserId
  readonly user: User
  readonly otp: BroughtOtp
  readonly what: EnrolmentOutcome
  readonly present: OtpSet | undefined
  readonly match: OtpMatch
}

/** Decides every row, or lists all its issues. Paths are relative to the row. */
export const decideRows = (
  rows: readonly ReadRow[],
  existing: ExistingOtp,
  mode: BatchMode,
  context: Context,
): ResultAsync<readonly Checked<Decision>[], Unavailable> => {
  const ids = rows.flatMap((row) => (row.isOk() ? [userId(row.value.userId)] : []))
  const { users, otps } = context.storage
  return ResultAsync.combine([
    findSound(ids, (some) => users.findByIds(some)),
    findSound(ids, (some) => otps.findByUserIds(some)),
  ])
    .andThen(([found, sets]) => {
      const known = new Map(found.sound.map((user) => [user.id, user]))
      const present = new Map(sets.sound.map((set) => [set.userId, set]))
      const lost = new Set([...found.damaged, ...sets.damaged].map((each) => each.userId))
      return inSlices(rows, (row) => {
        if (row.isErr()) return okAsync<Checked<Decision>, Unavailable>(err(row.error))
        const id = userId(row.value.userId)
        const otp = inside(['otp'], draftBroughtOtp(row.value.otp, context))
        return decideRow(gather(otp, findKnown(id, known, lost)), id, present.get(id), existing, context)
      })
    })
    .andThen((decided) => ResultAsync.combine([...decided]))
    .map((decided) => refuseRepeated(rows, decided, mode))
}

const findKnown = (
  id: UserId,
  known: ReadonlyMap<UserId, User>,
  lost: ReadonlySet<string>,
): Checked<User> => {
  if (lost.has(id)) return err([issue('user.damaged', ['userId'], { userId: id })])
  const user = known.get(id)
  return user === undefined ? err([issue('otp.user_unknown', ['userId'])]) : ok(user)
}

/** If several rows are for one user, the first one counts. In mode `each`, a row that is already refused does not count. */
const refuseRepeated = (
  rows: readonly ReadRow[],
  decided: readonly Checked<Decision>[],
  mode: BatchMode,
): readonly Checked<Decision>[] => {
  const standing = new Map<string, number>()
  return rows.map((given, row) => {
    const checked = decided[row] ?? err([])
    if (given.isErr()) return checked
    const { userId: id } = given.value
    const earlier = standing.get(id)
    if (earlier !== undefined)
      return gather(checked, err([issue('otp.user_repeated', ['userId'], { row: earlier })])).map(
        ([decision]) => decision,
      )
    if (mode === 'all' || checked.isOk()) standing.set(id, row)
    return checked
  })
}

const decideRow = (
  checked: Checked<readonly [BroughtOtp, User]>,
  id: UserId,
  present: OtpSet | undefined,
  existing: ExistingOtp,
  context: Context,
): ResultAsync<Checked<Decision>, Unavailable> => {
  if (checked.isErr()) return okAsync(err(checked.error))
  const [otp, user] = checked.value
  const matched = present === undefined ? okAsync(noMatch) : matchOtp(otp, present, context)
  return matched.map((match) =>
    inside(['otp'], decideEnrolment(otp, present, match, existing)).map((what) => ({
      userId: id,
      user,
      otp,
      what,
      present,
      match,
    })),
  )
}
