import { describe, expect, inject, test } from 'vitest'
import { timeout, times } from '../../effort.ts'
import { killImports } from './kill-imports.ts'
import { newMysqlDatabase } from './open-mysql.ts'
import { newPostgresDatabase } from './open-postgres.ts'

// `pnpm test:kills` kills 500.
const kills = times({ short: 20, long: 60 })

const testKills = (newDatabase: () => Promise<string>): void => {
  test(
    `${kills} killed imports: whatever was acknowledged is there, each batch whole or not at all`,
    { timeout },
    async () => {
      const { acknowledged } = await killImports(await newDatabase(), kills)
      expect(acknowledged).toBeGreaterThan(kills / 2)
    },
  )
}

describe.skipIf(inject('postgresUrl') === '')('in PostgreSQL', () => {
  testKills(newPostgresDatabase)
})

describe.skipIf(inject('mariadbUrl') === '')('in MariaDB', () => {
  testKills(newMysqlDatabase)
})
