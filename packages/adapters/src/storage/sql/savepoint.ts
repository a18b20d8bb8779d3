import type { Result } from 'neverthrow'
import type { Awaitable, Change } from '../engine.ts'
import type { SqlView } from './view.ts'

/** Makes a change inside of a transaction whole or not at all. `say` runs a statement that answers nothing. */
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

/** No word of any engine: CHANGE is one of MySQL's. */
const name = 'keepsake_change'
