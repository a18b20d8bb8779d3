import { createConnection } from 'mysql2/promise'
import { describe, inject, test } from 'vitest'
import { askByUrl } from '../../adapters/storage/ask-by-url.ts'
import { newMysqlDatabase } from '../../adapters/storage/open-mysql.ts'
import { newPostgresDatabase } from '../../adapters/storage/open-postgres.ts'
import { movesTable, tableOfUsers } from './sql-cases.ts'

describe.skipIf(inject('postgresUrl') === '')('PostgreSQL', () => {
  test('a table is moved by a query', { timeout: 120_000 }, async () => {
    const url = await newPostgresDatabase()
    await askByUrl(url, async (ask) => {
      for (const statement of tableOfUsers) await ask(statement)
    })
    await movesTable(url)
  })
})

describe.skipIf(inject('mariadbUrl') === '')('MariaDB', () => {
  test('a table is moved by a query', { timeout: 120_000 }, async () => {
    const url = await newMysqlDatabase()
    const connection = await createConnection(url)
    for (const statement of tableOfUsers) await connection.query(statement)
    await connection.end()
    await movesTable(url)
  })
})
