import { describe, expect, inject, test } from 'vitest'
import { killImports } from './kill-imports.ts'
import { newMysqlDatabase } from './open-mysql.ts'
import { newPostgresDatabase } from './open-postgres.ts'

// `pnpm test:kills` kills 500.
const kills = 60

const testKills = (newDatabase: () => Promise<string>): void => {
  test(
    `${kills} killed imports: whatever was acknowledged is there, each batch whole or not at all`,
    { timeout: 300_000 },
    async () => {
      const { acknowledged } = await killImports(await newDatabase(), kills)
      expect(acknowledged).toBeGreaterThan(kills / 2)
    },
  )
}

describe('in PostgreSQL', () => {
  testKills(newPostgresDatabase)
})

describe.skipIf(inject('mariadbUrl') === '')('in MariaDB', () => {
  testKills(newMysqlDatabase)
})
