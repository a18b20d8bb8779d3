import { openMysqlStorage } from '@keepsake/adapters/storage/mysql'
import { openPostgresStorage } from '@keepsake/adapters/storage/postgres'
import { openSqliteStorage } from '@keepsake/adapters/storage/sqlite'
import { unavailable, type Storage, type Unavailable } from '@keepsake/domain'
import { createPool } from 'mysql2/promise'
import { ResultAsync } from 'neverthrow'

/**
 * Opens the storage that a text leads to: `postgres://`, `mysql://`, or the path of an SQLite file. With `?flags=` a pool of
 * `mysql2` has these flags.
 */
export const openByUrl = (url: string): Promise<Storage> => {
  if (url.startsWith('postgres://')) return openPostgresStorage({ url })
  if (url.startsWith('mysql://'))
    return new URL(url).searchParams.has('flags') ? openWithFlags(url) : openMysqlStorage({ url })
  return openSqliteStorage({ file: url })
}

/** A URL of ours has no flags: they are of the pool that an embedding service may give. */
const openWithFlags = async (url: string): Promise<Storage> => {
  const pool = createPool(url)
  const end = (): ResultAsync<void, Unavailable> =>
    ResultAsync.fromPromise(pool.end(), (error) => unavailable('storage', error))
  const storage = await openMysqlStorage({ pool: pool as never })
  return { ...storage, close: (patienceMs) => storage.close(patienceMs).andThen(end) }
}
