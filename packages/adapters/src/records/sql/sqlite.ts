import { DatabaseSync } from 'node:sqlite'
import type { SqlRows } from './sql-rows.ts'

/** Reads row by row from a file that is opened to read only. */
export const sqliteRows = (file: string): SqlRows =>
  async function* (query, leaveOut) {
    const database = new DatabaseSync(file, { readOnly: true })
    try {
      const statement = database.prepare(query)
      statement.setReadBigInts(true)
      let row = 0
      for (const each of statement.iterate()) {
        if (row >= leaveOut) yield each
        row += 1
      }
    } finally {
      database.close()
    }
  }
