import { setTimeout as pause } from 'node:timers/promises'
import { openMysqlStorage } from '@keepsake/adapters/storage/mysql'
import { openPostgresStorage, type PostgresOptions } from '@keepsake/adapters/storage/postgres'
import { userPoolId, type Storage } from '@keepsake/domain'
import { createPool } from 'mysql2/promise'
import { fromSafePromise } from 'neverthrow'
import pg from 'pg'
import { describe, expect, inject, test } from 'vitest'
import { anEntry } from '../../builders/users.ts'
import { newMysqlDatabase } from './open-mysql.ts'
import { newSchema } from './open-postgres.ts'

/** In ms: how late the pool hands a connection over, while the storage is closed. */
const late = 200

/** An embedding service's pool, which becomes slow, and a storage over it. */
type SlowPool = {
  readonly opening: Promise<Storage>
  readonly becomeSlow: () => void
  readonly end: () => Promise<void>
}

const overPg = async (): Promise<SlowPool> => {
  const pool = new pg.Pool({ connectionString: inject('postgresUrl') })
  let delay = 0
  const slowPool: Extract<PostgresOptions, { readonly pool: unknown }>['pool'] = {
    on: (event, listener) => pool.on(event, listener),
    connect: (then) => pool.connect((error, client) => setTimeout(() => then(error, client), delay)),
  }
  return {
    opening: openPostgresStorage({ pool: slowPool, schema: newSchema() }),
    becomeSlow: () => {
      delay = late
    },
    end: () => pool.end(),
  }
}

const overMysql2 = async (): Promise<SlowPool> => {
  const pool = createPool({ uri: await newMysqlDatabase() })
  const getConnection = pool.getConnection.bind(pool)
  return {
    opening: openMysqlStorage({ pool: pool as never }),
    becomeSlow: () => {
      pool.getConnection = async () => {
        const connection = await getConnection()
        await pause(late)
        return connection
      }
    },
    end: () => pool.end(),
  }
}

describe.each([
  ['pg', 'postgresUrl', overPg],
  ['mysql2', 'mariadbUrl', overMysql2],
] as const)('a connection that a pool of %s hands over after the storage was closed', (_, server, over) => {
  test.skipIf(inject(server) === '')('goes back to the pool, and nothing is begun on it', async () => {
    const { opening, becomeSlow, end } = await over()
    const storage = await opening
    becomeSlow()
    const endless = storage
      .inPool(userPoolId('pool-one'))
      .atomically((stores) =>
        stores.users
          .insertAll([anEntry()])
          .andThen(() => fromSafePromise(new Promise<void>(() => undefined))),
      )
    await pause(5)
    await storage.close(10)
    expect((await endless)._unsafeUnwrapErr()).toMatchObject({ kind: 'unavailable' })
    await pause(late)
    const ended = await Promise.race([end().then(() => 'ended'), pause(5000, 'not ended', { ref: false })])
    expect(ended).toBe('ended')
  })
})
