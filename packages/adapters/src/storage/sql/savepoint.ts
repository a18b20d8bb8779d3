import type { Result } from 'neverthrow'
import type { Awaitable, Change } from '../engine.ts'
import type { SqlView } from './view.ts'

/** The statements around one change of a transaction. The name is no keyword of any engine: CHANGE is one of MySQL. */
export const savepoint: Readonly<Record<'begin' | 'undo' | 'end', string>> = {
  begin: 'SAVEPOINT keepsake_change',
  undo: 'ROLLBACK TO SAVEPOINT keepsake_change',
  end: 'RELEASE SAVEPOINT keepsake_change',
}

/** Makes a change inside a transaction as a whole or not at all. `say` runs a statement that answers nothing. */
export const inSavepoint = async <T, E>(
  say: (statement: string) => Awaitable<unknown>,
  view: SqlView,
  change: Change<SqlView, T, E>,
): Promise<Result<T, E>> => {
  await say(savepoint.begin)
  const result = await change(view)
  if (result.isErr()) await say(savepoint.undo)
  await say(savepoint.end)
  return result
}
