import { DatabaseSync } from 'node:sqlite'
import { Pool } from 'pg'
import type { Contender } from '../measure.ts'
import { pool } from '../open-keepsake.ts'
import { pragmas } from '../import/raw/sqlite.ts'
import type { Closable, Library } from './library.ts'

/** The same writes by the bare driver: ten leased in one statement, then each marked for itself, and nothing read. */
export type Bare = Closable & {
  /** Marks what a library on the same database has made to wait. */
  readonly delivering: (library: Library) => Contender
}

const atOnce = 10
const waiting = `SELECT id FROM keepsake_outbox WHERE user_pool_id = '${pool}' AND due_at IS NOT NULL`
const leaseUntil = (ids: string, until: string): string =>
  `UPDATE keepsake_outbox SET due_at = ${until}, attempts = attempts + 1 WHERE user_pool_id = '${pool}' AND ${ids}`
const markSent = (id: string, at: string): string =>
  `UPDATE keepsake_outbox SET sent_at = ${at}, secret = NULL, due_at = NULL WHERE user_pool_id = '${pool}' AND id = ${id}`

type Row = { readonly id: string }

export const bareSqlite = (file: string): Bare => {
  const database = new DatabaseSync(file, { defensive: true, timeout: 10_000 })
  for (const pragma of pragmas) database.exec(`PRAGMA ${pragma}`)
  const lease = database.prepare(leaseUntil('id IN (SELECT value FROM json_each(?))', '?'))
  const mark = database.prepare(markSent('?', '?'))
  return {
    delivering: (library) => async () => {
      const units = await library.fill()
      const ids = (database.prepare(waiting).all() as Row[]).map(({ id }) => id)
      const run = (): void => {
        for (const tens of inTens(ids)) {
          lease.run(Date.now(), JSON.stringify(tens))
          for (const id of tens) mark.run(Date.now(), id)
        }
      }
      return { units, run }
    },
    close: async () => database.close(),
  }
}

export const barePostgres = (url: string): Bare => {
  const connections = new Pool({ connectionString: url, max: atOnce })
  const lease = { name: 'lease', text: leaseUntil('id = ANY($2)', '$1') }
  const mark = { name: 'mark', text: markSent('$2', '$1') }
  return {
    delivering: (library) => async () => {
      const units = await library.fill()
      const ids = (await connections.query<Row>(waiting)).rows.map(({ id }) => id)
      const run = async (): Promise<void> => {
        for (const tens of inTens(ids)) {
          await connections.query({ ...lease, values: [Date.now(), tens] })
          await Promise.all(tens.map((id) => connections.query({ ...mark, values: [Date.now(), id] })))
        }
      }
      return { units, run }
    },
    close: () => connections.end(),
  }
}

const inTens = (ids: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(ids.length / atOnce) }, (_, index) =>
    ids.slice(index * atOnce, (index + 1) * atOnce),
  )
