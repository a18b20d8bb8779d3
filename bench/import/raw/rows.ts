import type { CreateUsers } from '@keepsake/app'
import { unavailable } from '@keepsake/domain'
import type { Engine } from '../../../packages/adapters/src/storage/engine.ts'
import { sqlStores } from '../../../packages/adapters/src/storage/sql/sql-stores.ts'
import { columnsOf, type RowOf, type TableName } from '../../../packages/adapters/src/storage/sql/tables.ts'
import type { SqlView, Statement } from '../../../packages/adapters/src/storage/sql/view.ts'
import { sqliteDialect } from '../../../packages/adapters/src/storage/sqlite/dialect.ts'
import { storageOver } from '../../../packages/adapters/src/storage/storage-over.ts'
import { openKeepsake, openPorts } from '../../open-keepsake.ts'

/** What a column may hold. */
export type Value = string | number | null | Uint8Array

/** The rows of one table, their values in the order of its columns. */
export type TableRows = {
  readonly table: TableName
  readonly columns: ReturnType<typeof columnsOf>
  readonly rows: readonly (readonly Value[])[]
}

/** The rows of a batch, table by table, in the order in which they have to be written. */
export type RawBatch = readonly TableRows[]

/** Takes a batch through the library and answers the very rows that it would have written, writing none. */
export const makeRows = async (batch: CreateUsers): Promise<RawBatch> => {
  const written: TableRows[] = []
  const keepsake = openKeepsake(
    await openPorts(storageOver(engineThatKeeps(written), sqlStores(sqliteDialect))),
  )
  const report = await keepsake.users.create(batch)
  if (report.isErr()) throw new Error('The batch was not taken', { cause: report.error })
  return written
}

/** What is written once a pool, and not with each batch. */
const onceAPool: ReadonlySet<TableName> = new Set(['keepsake_pool_traits', 'keepsake_pool_keys'])

/** An engine that lists what is written to it, and in which nothing is found but the users of this batch. */
const engineThatKeeps = (written: TableRows[]): Engine<SqlView> => {
  const keep = async <T extends TableName>(table: T, rows: readonly RowOf<T>[]): Promise<void> => {
    const columns = columnsOf(table)
    if (rows.length > 0 && !onceAPool.has(table))
      written.push({
        table,
        columns,
        rows: rows.map((row) => columns.map(([name]) => (row as Row)[name] ?? null)),
      })
  }
  const view: SqlView = {
    run: async <Found>(statement: Statement<Found>) => ({
      rows: (asksForUsers(statement) ? written.flatMap(idsOfUsers) : []) as unknown as readonly Found[],
      changes: 0,
    }),
    insertAll: keep,
    insertNew: async (table, rows) => {
      await keep(table, rows)
      return true
    },
    isLocking: false,
  }
  return {
    begin: async () => ({ view, write: async (change) => change(view), commit: nothing, rollback: nothing }),
    read: async (_pool, query) => query(view),
    direct: () => view,
    isBusy: () => false,
    patience: 0,
    toUnavailable: (error) => unavailable('storage', error),
    close: nothing,
  }
}

/** The only question about users that a batch of new ones asks: which of them are there, before their authenticators are. */
const asksForUsers = (statement: Statement<unknown>): boolean =>
  /^select .* from "keepsake_users"/u.test(statement.compile().sql)

const idsOfUsers = ({ table, columns, rows }: TableRows): readonly { readonly id: Value }[] => {
  const place = columns.findIndex(([name]) => name === 'id')
  return table === 'keepsake_users' ? rows.map((row) => ({ id: row[place] ?? null })) : []
}

type Row = Readonly<Record<string, Value>>

const nothing = (): void => undefined
