import { describe, expect, inject, test } from 'vitest'
import { newMysqlDatabase } from '../../adapters/storage/open-mysql.ts'
import { newPostgresDatabase } from '../../adapters/storage/open-postgres.ts'
import { temporaryDirectory } from '../../adapters/storage/temporary-file.ts'
import { killRelays } from './kill-relays.ts'

// `pnpm test:kills relays` sends 100,000.
const items = 2000

const testRelays = (newDatabase: () => Promise<string>): void => {
  test(
    `${items} notices and events through two relays that share the work and are killed: none is lost`,
    { timeout: 300_000 },
    async () => {
      const report = await killRelays(await newDatabase(), { items, directory: temporaryDirectory() })
      expect(report.kills).toBeGreaterThan(5)
    },
  )
}

describe('on PostgreSQL', () => {
  testRelays(newPostgresDatabase)
})

describe.skipIf(inject('mariadbUrl') === '')('on MariaDB', () => {
  testRelays(newMysqlDatabase)
})
