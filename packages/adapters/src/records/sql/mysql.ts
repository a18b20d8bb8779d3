import { usePeer } from '../../peer.ts'
import { toIsoTime } from './cells.ts'
import type { SqlRow, SqlRows } from './sql-rows.ts'

/** Reads the result as it comes, in a session that only reads. Times are in ISO 8601; those without a zone count as UTC. */
export const mysqlRows = (url: string): SqlRows =>
  async function* (query, leaveOut) {
    const { createConnection } = await usePeer('mysql2', () => import('mysql2'))
    const connection = createConnection({
      uri: url.replace(/^mariadb:/iu, 'mysql:'),
      supportBigNumbers: true,
      bigNumberStrings: true,
      dateStrings: true,
      typeCast: (field, next) => {
        if (field.type !== 'DATETIME' && field.type !== 'TIMESTAMP') return next()
        const text = field.string()
        return text === null ? null : toIsoTime(text)
      },
    })
    // A connection that is lost ends the stream too.
    connection.on('error', () => undefined)
    try {
      const run = connection.promise()
      await run.query("set session time_zone = '+00:00'")
      await run.query('set session transaction read only')
      await run.query('start transaction')
      let row = 0
      for await (const each of connection.query(query).stream({ highWaterMark: 1_000 })) {
        if (row >= leaveOut) yield each as SqlRow
        row += 1
      }
    } finally {
      connection.destroy()
    }
  }
