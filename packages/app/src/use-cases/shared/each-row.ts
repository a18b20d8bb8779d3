import type { Unavailable } from '@keepsake/domain'
import { ok, ResultAsync, type Result } from 'neverthrow'
import { combine, type MaybeAsync } from './maybe-async.ts'
import { nextTurn } from './next-turn.ts'

/**
 * Rules take about 0.1 ms a row. So others wait little more than 5 ms, and the pauses cost almost nothing compared with the
 * rows.
 */
const rowsAtATime = 50

/**
 * Does a step for every row of a batch, in the order of the rows, and answers what the step answers for each. A step may
 * answer at once or later. Now and then the event loop does other things. So sign-ins, and answers of the database to other
 * calls, do not wait for the whole batch.
 */
export const eachRow = <Row, T>(
  rows: readonly Row[],
  step: (row: Row, index: number) => MaybeAsync<T>,
): ResultAsync<readonly T[], Unavailable> => new ResultAsync(inSlices(rows, step)).andThen(combine<T>)

const inSlices = async <Row, T>(
  rows: readonly Row[],
  step: (row: Row, index: number) => MaybeAsync<T>,
): Promise<Result<readonly MaybeAsync<T>[], never>> => {
  const answers: MaybeAsync<T>[] = []
  for (const [index, row] of rows.entries()) {
    if (index > 0 && index % rowsAtATime === 0) await nextTurn()
    answers.push(step(row, index))
  }
  return ok(answers)
}
