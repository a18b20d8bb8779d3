import { usePeer } from '../../peer.ts'
import { toIsoTime } from './cells.ts'
import type { SqlRows } from './sql-rows.ts'

const rowsAtATime = 1_000

/** `timestamp` and `timestamptz`. */
const times = new Set([1114, 1184])
const asText = (text: string): string => text

/** Reads by a cursor in a transaction that only reads. Values are the texts that PostgreSQL writes; times are in ISO 8601. */
export const postgresRows = (url: string): SqlRows =>
  async function* (query, leaveOut) {
    const { default: pg } = await usePeer('pg', () => import('pg'))
    const client = new pg.Client({
      connectionString: url,
      types: { getTypeParser: (oid: number) => (times.has(oid) ? toIsoTime : asText) },
    })
    // A connection that is lost is an error of the next query too.
    client.on('error', () => undefined)
    await client.connect()
    try {
      await client.query('begin transaction isolation level repeatable read, read only')
      await client.query("set local time zone 'UTC'")
      await client.query(`declare keepsake_rows no scroll cursor for ${query.replace(/;\s*$/u, '')}`)
      if (leaveOut > 0) await client.query(`move forward ${leaveOut} from keepsake_rows`)
      for (;;) {
        const { rows } = await client.query<Record<string, unknown>>(
          `fetch forward ${rowsAtATime} from keepsake_rows`,
        )
        yield* rows
        if (rows.length < rowsAtATime) return
      }
    } finally {
      await client.end().catch(() => undefined)
    }
  }
