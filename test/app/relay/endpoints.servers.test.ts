import { describe, inject, test } from 'vitest'
import { newMysqlDatabase } from '../../adapters/storage/open-mysql.ts'
import { openByUrl } from '../../adapters/storage/open-by-url.ts'
import { newPostgresDatabase } from '../../adapters/storage/open-postgres.ts'
import { spoilNobody } from './three-endpoints.ts'

const testOn = (newDatabase: () => Promise<string>): void => {
  test(
    'three relays that share the work let the endpoint that is well hear each event once, a user’s in their order',
    { timeout: 120_000 },
    () =>
      spoilNobody(async () => ({ storage: await openByUrl(await newDatabase()) }), {
        users: 12,
        changes: 4,
        relays: 3,
      }),
  )
}

describe('on PostgreSQL', () => {
  testOn(newPostgresDatabase)
})

describe.skipIf(inject('mariadbUrl') === '')('on MariaDB', () => {
  testOn(newMysqlDatabase)
})
