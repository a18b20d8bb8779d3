import { openMysqlStorage } from '@keepsake/adapters/storage/mysql'
import { openPostgresStorage } from '@keepsake/adapters/storage/postgres'
import { openSqliteStorage } from '@keepsake/adapters/storage/sqlite'
import type { Storage, Unavailable } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'

/** Opens the storage that a text leads to: `postgres://`, `mysql://`, or the path of an SQLite file. */
export const openByUrl = (url: string): ResultAsync<Storage, Unavailable> => {
  if (url.startsWith('postgres://')) return openPostgresStorage({ url })
  if (url.startsWith('mysql://')) return openMysqlStorage({ url })
  return openSqliteStorage({ file: url })
}
