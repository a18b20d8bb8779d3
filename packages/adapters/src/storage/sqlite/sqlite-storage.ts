import type { Storage } from '@keepsake/domain'
import { usePeer } from '../../peer.ts'
import { doesNotOpen } from '../does-not-open.ts'
import { toUnavailable } from './failures.ts'

export { backUpSqlite, type BackupOptions, type BackupRefused, type SqliteBackup } from './backup.ts'
export { compactSqlite } from './compact.ts'

/** `file`: the path of the database, in a folder that the process may write to. It is made if it does not exist. */
export type SqliteOptions = { readonly file: string }

/**
 * Opens a storage in an SQLite file, durable at every commit. Other processes on the same machine may have it open as
 * well: writers wait for one another, up to ten seconds. Rejects with a configuration error if the file is read-only, is
 * no database, belongs to another program, or was written by a newer release, and if `kysely`, an optional peer, is not
 * installed. Such a file is not changed.
 */
export const openSqliteStorage = async ({ file }: SqliteOptions): Promise<Storage> => {
  const { openFile } = await usePeer('kysely', () => import('./open-file.ts'))
  try {
    return await openFile(file)
  } catch (error) {
    throw doesNotOpen(error, toUnavailable)
  }
}
