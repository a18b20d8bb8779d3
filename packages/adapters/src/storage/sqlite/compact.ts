import type { Unavailable } from '@keepsake/domain'
import { ResultAsync } from 'neverthrow'
import { toUnavailable } from './failures.ts'
import { rewrite } from './rewrite.ts'
import { inThread } from './thread.ts'

/**
 * Writes the file of a database anew, so that nothing of what was deleted and replaced is left in it, or in its log.
 * The database may be in use, but writers wait meanwhile. The disk needs room for a second copy.
 */
export const compactSqlite = ({ file }: { readonly file: string }): ResultAsync<void, Unavailable> =>
  ResultAsync.fromPromise(compact(file), toUnavailable)

const compact = async (file: string): Promise<void> => {
  await rewrite(file)
  const [rows] = await inThread({
    file,
    readOnly: false,
    timeout: 5000,
    statements: [{ sql: 'PRAGMA wal_checkpoint(TRUNCATE)' }],
  })
  if (rows?.[0]?.['busy'] !== 0) throw new Error('SQLite: others still read what was there before: try again')
}
