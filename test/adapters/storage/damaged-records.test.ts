import { describe, test } from 'vitest'
import { askByUrl } from './ask-by-url.ts'
import { damageCases, poolOf } from './damaged-records.ts'
import { openSqlite, temporaryFile } from './temporary-file.ts'

describe('damaged rows in an SQLite file', () => {
  test.each(damageCases)('$name', async ({ run }) => {
    const file = temporaryFile()
    const storage = await openSqlite(file)
    await askByUrl(file, (ask) => run(poolOf(storage), ask))
  })
})
