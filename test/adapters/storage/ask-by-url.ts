import { DatabaseSync } from 'node:sqlite'
import { createConnection } from 'mysql2/promise'
import pg from 'pg'

export type Row = Readonly<Record<string, unknown>>

/** Says statements to the database that a text leads to, by its driver alone, behind the storage's back. */
export type Ask = (sql: string) => Promise<readonly Row[]>

/** A way to ask, for as long as `use` runs. */
export const askByUrl = async <T>(url: string, use: (ask: Ask) => Promise<T>): Promise<T> => {
  const { ask, end } = await connectTo(url)
  try {
    return await use(ask)
  } finally {
    await end()
  }
}

type Connected = { readonly ask: Ask; readonly end: () => Promise<void> }

const connectTo = async (url: string): Promise<Connected> => {
  if (url.startsWith('postgres://')) {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    return { ask: async (sql) => (await client.query<Row>(sql)).rows, end: () => client.end() }
  }
  if (url.startsWith('mysql://')) {
    const connection = await createConnection(url)
    return {
      ask: async (sql) => (await connection.query(sql))[0] as readonly Row[],
      end: () => connection.end(),
    }
  }
  const database = new DatabaseSync(url, { timeout: 10_000 })
  return { ask: async (sql) => database.prepare(sql).all(), end: async () => database.close() }
}
