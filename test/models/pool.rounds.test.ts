import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import { test } from 'vitest'
import { openSqlite, temporaryFile } from '../adapters/storage/temporary-file.ts'
import { livesAsTheModel } from './pool-runs.ts'
import { placeOf } from './place.ts'
import { runsOr, timeout } from './runs.ts'

test('a pool in memory lives as the model does', timeout, async () => {
  await livesAsTheModel(async () => {
    const storage = openMemoryStorage()
    // What is in memory does not outlive a crash.
    return { storage: () => storage, crash: async () => undefined }
  }, runsOr(100))
})

test('a pool in SQLite lives as the model does', timeout, async () => {
  await livesAsTheModel(() => {
    const file = temporaryFile()
    return placeOf(() => openSqlite(file))
  }, runsOr(40))
})
