import { test } from 'vitest'
import { openSqlite, temporaryFile } from '../adapters/storage/temporary-file.ts'
import { answersAsMemory } from './port-runs.ts'
import { runsOr, timeout } from './runs.ts'

test('SQLite answers whatever it is asked as memory does', timeout, async () => {
  await answersAsMemory(await openSqlite(temporaryFile()), runsOr(200))
})
