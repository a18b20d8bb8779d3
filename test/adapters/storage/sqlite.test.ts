import { storageConformance } from '@keepsake/conformance/storage'
import { describe, test } from 'vitest'
import { openSqlite, temporaryFile } from './temporary-file.ts'

describe('a storage in an SQLite file', () => {
  test.each(storageConformance)('$name', ({ run }) => run(() => openSqlite(temporaryFile())))
})
