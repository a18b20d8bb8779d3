import { describe, expect, inject, test } from 'vitest'
import { newMysqlDatabase } from '../../adapters/storage/open-mysql.ts'
import { newPostgresDatabase } from '../../adapters/storage/open-postgres.ts'
import { killRelays } from './kill-relays.ts'

// `pnpm test:kills relays` sends 100,000.
const [notices, lifetime] = [1000, 4000]

const testRelays = (newDatabase: () => Promise<string>): void => {
  test(
    `${notices} notices by a rough mail server, and events, through two relays that share the work and are killed: none is lost`,
    { timeout: 300_000 },
    async () => {
      const report = await killRelays(await newDatabase(), { notices, lifetime })
      expect(report.kills).toBeGreaterThan(5)
      expect(Object.entries(report.mishaps).filter(([, count]) => count === 0)).toEqual([])
    },
  )
}

describe.skipIf(inject('postgresUrl') === '')('on PostgreSQL', () => {
  testRelays(newPostgresDatabase)
})

describe.skipIf(inject('mariadbUrl') === '')('on MariaDB', () => {
  testRelays(newMysqlDatabase)
})
