import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'

/** How many attempts rest in a database, counted there and not through the code that is attacked: rows, and attempts in them. */
export const countAttempts = async (
  databaseUrl: string,
): Promise<{ readonly rows: number; readonly made: number }> => {
  const sql = 'SELECT count(*) AS n, coalesce(sum(made), 0) AS m FROM keepsake_attempts'
  if (databaseUrl.startsWith('sqlite:')) {
    const database = new DatabaseSync(fileOf(databaseUrl), { readOnly: true })
    try {
      return toCounts(database.prepare(sql).get())
    } finally {
      database.close()
    }
  }
  return askPostgres(databaseUrl, async (client) => toCounts((await client.query(sql)).rows[0] as Row))
}

type Row = Readonly<Record<string, unknown>> | undefined

const toCounts = (row: Row): { readonly rows: number; readonly made: number } => ({
  rows: Number(row?.['n']),
  made: Number(row?.['m']),
})

/** The file that a URL of SQLite names. */
export const fileOf = (databaseUrl: string): string => databaseUrl.slice('sqlite:'.length)

/** Asks a server of PostgreSQL by a connection of its own. */
export const askPostgres = async <T>(
  databaseUrl: string,
  asking: (client: pg.Client) => Promise<T>,
): Promise<T> => {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  try {
    return await asking(client)
  } finally {
    await client.end()
  }
}
