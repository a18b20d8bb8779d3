import type { Storage } from '@keepsake/domain'
import { patiently } from '../retry.ts'
import { sqlStores } from '../sql/sql-stores.ts'
import { storageOver } from '../storage-over.ts'
import { sqliteDialect } from './dialect.ts'
import { isBusy, usualPatience } from './failures.ts'
import { openConnections } from './open-connections.ts'
import { sqliteEngine } from './sqlite-engine.ts'

/** Opens a storage in a file. Rejects with SQLite's error if it cannot be opened. */
export const openFile = (file: string): Promise<Storage> =>
  patiently({ isBusy, patience: usualPatience }, async () =>
    storageOver(sqliteEngine(openConnections(file)), sqlStores(sqliteDialect)),
  )
