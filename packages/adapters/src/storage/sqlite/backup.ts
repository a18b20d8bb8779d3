import { resolve } from 'node:path'
import type { Unavailable } from '@keepsake/domain'
import { err, ResultAsync } from 'neverthrow'
import { usePeer } from '../../peer.ts'
import { toUnavailable } from './failures.ts'
import type { BackupOptions, BackupRefused, SqliteBackup } from './make-backup.ts'

export type { BackupOptions, BackupRefused, SqliteBackup } from './make-backup.ts'

/**
 * Copies the state of a database at one point in time, while others continue to use it, into a single file that only
 * its owner may read. The copy is checked before it gets its name, which never replaces another file: the copy is
 * complete, or does not exist.
 */
export const backUpSqlite = ({
  file,
  to,
}: BackupOptions): ResultAsync<SqliteBackup, BackupRefused | Unavailable> =>
  new ResultAsync(
    usePeer('kysely', () => import('./make-backup.ts'))
      .then(({ backUp }) => backUp(resolve(file), resolve(to)))
      .catch((error: unknown) => err(toUnavailable(error))),
  )
