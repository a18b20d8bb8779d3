import {
  findSharedSecrets,
  issue,
  under,
  type EnrolmentOutcome,
  type Failure,
  type Issue,
  type OtpHolder,
  type PoolLimits,
  refuseAny,
} from '@keepsake/domain'
import { ok, ResultAsync, safeTry } from 'neverthrow'
import type { Context } from '../../../context.ts'
import { inList, placed } from '../../shared/batch.ts'
import { makeOtpSet } from '../make-second-factor.ts'
import { inSlices } from '../../shared/in-slices.ts'
import type { UnreadEnrolments } from '../../../input/authenticators.ts'
import type { ImportOtpReport } from './command.ts'
import { decideRows, type Decision } from './decide-rows.ts'
import { readRows, type ReadRow } from './read-rows.ts'
import { writeRows } from './write-rows.ts'

/**
 * Imports authenticators that existing users already use. Mode `all` imports all rows or none. Mode `each` imports the good
 * rows and reports the others.
 */
export const importOtp = (
  command: UnreadEnrolments,
  context: Context,
): ResultAsync<ImportOtpReport, Failure> =>
  refuseAny(checkSize(command.list, context.settings.limits))
    .asyncAndThen(() => readRows(command.list))
    .andThen((rows) => importRows(rows, command, context))

const importRows = (
  rows: readonly ReadRow[],
  command: Omit<UnreadEnrolments, 'list'>,
  context: Context,
): ResultAsync<ImportOtpReport, Failure> =>
  safeTry(async function* () {
    const { mode = 'all', existing = command.replace === true ? 'replace' : 'refuse' } = command
    const checked = yield* decideRows(rows, existing, mode, context)
    const refused = checked.flatMap((each, row) => (each.isErr() ? [{ row, issues: each.error }] : []))
    if (mode === 'all') yield* refuseAny(inList(refused))

    const taken = checked.flatMap((each, row) => (each.isOk() ? [{ row, ...each.value }] : []))
    const now = context.ports.sources.clock()
    const records = yield* inSlices(taken, (row) =>
      makeOtpSet(row.userId, row.otp, row.match, now, context).map((brought) => ({ ...row, brought })),
    ).andThen((made) => ResultAsync.combine([...made]))
    const written = yield* writeRows(records, now, context)
    // The decision is out of date, so it is made again. This ends, because each repetition means that another call has
    // succeeded.
    if (written === 'overtaken') return ok(yield* importRows(rows, command, context))

    const count = (what: EnrolmentOutcome): number => taken.filter((row) => row.what === what).length
    return ok({
      enrolled: count('insert'),
      replaced: count('replace'),
      added: count('add'),
      unchanged: count('unchanged'),
      refused: refused.map(placed),
      warnings: warningsOf(taken, rows, written.holders),
    })
  })

const checkSize = (list: readonly unknown[], limits: PoolLimits): readonly Issue[] => {
  if (list.length === 0) return [issue('otp.list_empty', ['list'])]
  if (list.length > limits.rows) return [issue('otp.list_too_long', ['list'], { max: limits.rows })]
  return []
}

type TakenRow = Decision & { readonly row: number }

const warningsOf = (
  taken: readonly TakenRow[],
  rows: readonly ReadRow[],
  holders: readonly OtpHolder[],
): readonly Issue[] => {
  const shared = findSharedSecrets(
    taken.map(({ row, userId, otp: { fingerprint } }) => ({ row, userId, fingerprint })),
    holders,
  )
  return taken.flatMap((decided) => {
    const { row, otp } = decided
    const sharedSecret = shared.get(row)
    const all = [
      ...otp.warnings,
      ...(losesName(decided) ? [issue('otp.name_kept', [placeOfName(rows[row])])] : []),
      ...(sharedSecret === undefined ? [] : under(['secret'], [sharedSecret])),
    ]
    return under(['list', row, 'otp'], all)
  })
}

/** Whether the authenticator exists already and keeps a name that differs from the row's name. */
const losesName = ({ what, otp: { name }, match: { authenticator } }: TakenRow): boolean =>
  what !== 'replace' && authenticator !== undefined && name !== undefined && name !== authenticator.name

const placeOfName = (given: ReadRow | undefined): 'name' | 'secret' =>
  given?.isOk() === true && given.value.otp.name === undefined ? 'secret' : 'name'
