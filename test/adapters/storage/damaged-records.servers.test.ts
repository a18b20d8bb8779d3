import { describe, inject, test } from 'vitest'
import { askByUrl } from './ask-by-url.ts'
import { damageCases, poolOf } from './damaged-records.ts'
import { newMysqlDatabase, openMysql } from './open-mysql.ts'
import { newPostgresDatabase, openPostgres } from './open-postgres.ts'

describe.skipIf(inject('postgresUrl') === '')('damaged rows in PostgreSQL', () => {
  test.each(damageCases)('$name', async ({ run }) => {
    const url = await newPostgresDatabase()
    const storage = await openPostgres({ url, schema: 'public' })
    await askByUrl(url, (ask) => run(poolOf(storage), ask))
  })
})

describe.skipIf(inject('mariadbUrl') === '')('damaged rows in MariaDB', () => {
  test.each(damageCases)('$name', async ({ run }) => {
    const url = await newMysqlDatabase()
    const storage = await openMysql({ url })
    await askByUrl(url, (ask) => run(poolOf(storage), ask))
  })
})
