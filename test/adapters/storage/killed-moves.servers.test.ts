import { describe, expect, inject, test } from 'vitest'
import { timeout, times } from '../../effort.ts'
import { killMoves } from './kill-moves.ts'
import { newMysqlDatabase } from './open-mysql.ts'
import { newPostgresDatabase } from './open-postgres.ts'

// `pnpm test:kills moves` kills 500.
const kills = times({ short: 12, long: 500 })

const testKills = (newDatabase: () => Promise<string>): void => {
  test(
    `${kills} killed processes that share moves: no row is lost, and none is there twice`,
    { timeout },
    async () => {
      const { again } = await killMoves(await newDatabase(), kills)
      expect(again).toBeGreaterThan(0)
    },
  )
}

describe.skipIf(inject('postgresUrl') === '')('in PostgreSQL', () => {
  testKills(newPostgresDatabase)
})

describe.skipIf(inject('mariadbUrl') === '')('in MariaDB', () => {
  testKills(newMysqlDatabase)
})
