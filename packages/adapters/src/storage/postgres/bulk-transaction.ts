import type { Result } from 'neverthrow'
import { declined, type Change, type Transaction } from '../engine.ts'
import { savepoint } from '../sql/savepoint.ts'
import type { RowOf, TableName } from '../sql/tables.ts'
import type { SqlView } from '../sql/view.ts'
import type { Client } from './client.ts'
import { copyRows, type Copy } from './copy-rows.ts'
import { breaksConstraint } from './failures.ts'

export type BulkOptions = {
  readonly schema: string | undefined
  /** Fewer rows than this are inserted at once, as long as nothing waits. */
  readonly fewestRows: number
}

/**
 * A transaction that puts off its inserts until it reads something, or commits. Then it sends all rows in one message. It
 * takes for granted that every key is new: if one is not, it is `declined`.
 */
export const bulkTransaction = (
  client: Client & Required<Pick<Client, 'copy'>>,
  atOnce: SqlView,
  { schema, fewestRows }: BulkOptions,
): Transaction<SqlView> => {
  const waiting: Copy[] = []
  /** The change under way: how many copies waited before it, and whether it can be undone on the server. */
  let change: { readonly begin: number; isSaved: boolean } | undefined

  const send = async (count: number): Promise<void> => {
    if (count === 0) return
    try {
      await client.copy(waiting.splice(0, count))
    } catch (error) {
      throw breaksConstraint(error) ? declined : error
    }
  }
  const sendAll = async (): Promise<void> => {
    if (change?.isSaved === false) {
      await send(change.begin)
      await client.say(savepoint.begin)
      change.isSaved = true
    }
    await send(waiting.length)
  }
  /** Whether the rows wait from now on. */
  const putOff = <T extends TableName>(table: T, rows: readonly RowOf<T>[]): boolean => {
    if (waiting.length === 0 && rows.length < fewestRows) return false
    if (rows.length > 0) waiting.push(copyRows(table, rows, schema))
    return true
  }
  const view: SqlView = {
    run: async (statement) => {
      await sendAll()
      return atOnce.run(statement)
    },
    insertAll: async (table, rows) => {
      if (putOff(table, rows)) return
      await sendAll()
      await atOnce.insertAll(table, rows)
    },
    insertNew: async (table, rows) => {
      if (putOff(table, rows)) return true
      await sendAll()
      return atOnce.insertNew(table, rows)
    },
    isLocking: atOnce.isLocking,
  }
  return {
    view,
    write: async <T, E>(make: Change<SqlView, T, E>): Promise<Result<T, E>> => {
      const mine = { begin: waiting.length, isSaved: false }
      change = mine
      const result = await make(view)
      change = undefined
      if (result.isErr()) waiting.length = mine.isSaved ? 0 : mine.begin
      if (mine.isSaved)
        await client.say(result.isErr() ? `${savepoint.undo}; ${savepoint.end}` : savepoint.end)
      return result
    },
    commit: async () => {
      await sendAll()
      await client.commit()
    },
    rollback: client.rollBack,
  }
}
