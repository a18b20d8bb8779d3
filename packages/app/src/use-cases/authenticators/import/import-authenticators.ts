import { beginSealingBatch, refuseAny, type Failure } from '@keepsake/domain'
import {
  checkListSize,
  importListSize,
  inList,
  placed,
  refusedRows,
  type ImportOutcome,
  type RefusedRow,
} from '@keepsake/domain/rules'
import { ok, safeTry, type ResultAsync } from 'neverthrow'
import type { Context } from '../../../context.ts'
import type { UnreadAuthenticators } from '../../../input/authenticators.ts'
import { makeSecondFactor } from '../make-second-factor.ts'
import { eachRow } from '../../shared/each-row.ts'
import type { ImportAuthenticatorsReport } from './command.ts'
import { decideRows } from './decide-rows.ts'
import { readRows } from './read-rows.ts'
import type { GivenRow, ReadyRow, WrittenRows } from './row.ts'
import { warningsOf } from './warnings.ts'
import { writeRows } from './write-rows.ts'

/**
 * Imports authenticators that existing users already use. Mode `all` imports all rows or none. Mode `each` imports the good
 * rows and reports the others.
 */
export const importAuthenticators = (
  command: UnreadAuthenticators,
  context: Context,
): ResultAsync<ImportAuthenticatorsReport, Failure> =>
  refuseAny(checkListSize(command.list, context.settings.limits.rows, importListSize))
    .asyncAndThen(() => readRows(command.list))
    .andThen((rows) => importRows(rows, command, context))

const importRows = (
  given: readonly GivenRow[],
  command: Omit<UnreadAuthenticators, 'list'>,
  context: Context,
): ResultAsync<ImportAuthenticatorsReport, Failure> =>
  safeTry(async function* () {
    const { mode = 'all', existing = command.replace === true ? 'replace' : 'refuse' } = command
    const checked = yield* decideRows(given, existing, mode, context)
    const refused = refusedRows(checked)
    if (mode === 'all') yield* refuseAny(inList(refused))

    const decided = checked.flatMap((each) => (each.isOk() ? [each.value] : []))
    const now = context.ports.system.clock()
    const batch = beginSealingBatch(context.settings.pool)
    const ready = yield* eachRow(decided, (row) =>
      makeSecondFactor(row.userId, row.otp, row.match, now, context, batch).map((imported): ReadyRow => ({
        ...row,
        imported,
      })),
    )
    const written = yield* writeRows(ready, now, context)
    // The decision is out of date, so it is made again. This ends, because each repetition means that another call has
    // succeeded.
    if (written === 'overtaken') return ok(yield* importRows(given, command, context))
    return ok(reportOf(written, refused))
  })

/** What the caller learns of an import that was written. */
const reportOf = (
  { written, owners }: WrittenRows,
  refused: readonly RefusedRow[],
): ImportAuthenticatorsReport => {
  const count = (what: ImportOutcome): number => written.filter((row) => row.what === what).length
  return {
    enrolled: count('insert'),
    replaced: count('replace'),
    added: count('add'),
    unchanged: count('unchanged'),
    refused: refused.map(placed),
    warnings: warningsOf(written, owners),
  }
}
