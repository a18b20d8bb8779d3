import type { Result } from 'neverthrow'
import type { Awaitable, Change } from '../engine.ts'
import type { SqlView } from './view.ts'

/** Makes a change inside a transaction as a whole or not at all. `say` runs a statement that answers nothing. */
export const inSavepoint = async <T, E>(
  say: (statement: string) => Awaitable<unknown>,
  view: SqlView,
  change: Change<SqlView, T, E>,
): Promise<Result<T, E>> => {
  await say(`SAVEPOINT ${name}`)
  const result = await change(view)
  if (result.isErr()) await say(`ROLLBACK TO SAVEPOINT ${name}`)
  await say(`RELEASE SAVEPOINT ${name}`)
  return result
}

/** Not a keyword of any engine: CHANGE is a keyword of MySQL. */
const name = 'keepsake_change'
