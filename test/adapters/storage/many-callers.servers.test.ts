import { setTimeout as pause } from 'node:timers/promises'
import { openMysqlStorage } from '@keepsake/adapters/storage/mysql'
import { openPostgresStorage, type Timeouts } from '@keepsake/adapters/storage/postgres'
import { userPoolId, type PoolStorage, type Storage } from '@keepsake/domain'
import { createPool } from 'mysql2/promise'
import { fromSafePromise, type ResultAsync } from 'neverthrow'
import pg from 'pg'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { anEntry } from '../../builders/users.ts'
import { newMysqlDatabase } from './open-mysql.ts'
import { newPostgresDatabase } from './open-postgres.ts'

/** A place is waited for as long as for a lock and a statement together: three seconds. */
const timeouts: Timeouts = { connect: 400, lock: 1000, statement: 2000 }
const connections = 2

type Open = () => Promise<Storage>

const ways: readonly (readonly [string, 'postgresUrl' | 'mariadbUrl', Open])[] = [
  [
    'PostgreSQL',
    'postgresUrl',
    async () => openPostgresStorage({ url: await newPostgresDatabase(), connections, timeouts }),
  ],
  [
    'PostgreSQL, over a pool of the embedding service',
    'postgresUrl',
    async () => {
      const pool = new pg.Pool({ connectionString: await newPostgresDatabase(), max: connections })
      onTestFinished(() => pool.end())
      return openPostgresStorage({ pool, timeouts })
    },
  ],
  [
    'MariaDB',
    'mariadbUrl',
    async () => openMysqlStorage({ url: await newMysqlDatabase(), connections, timeouts }),
  ],
  [
    'MariaDB, over a pool of the embedding service',
    'mariadbUrl',
    async () => {
      const pool = createPool({ uri: await newMysqlDatabase(), connectionLimit: connections })
      onTestFinished(() => pool.end())
      return openMysqlStorage({ pool: pool as never, timeouts })
    },
  ],
]

/** Transactions of so many callers at one moment, each of which takes this long, in ms. */
const work = (pool: PoolStorage, callers: number, ms: number): readonly ResultAsync<unknown, unknown>[] =>
  Array.from({ length: callers }, () =>
    pool.atomically((stores) =>
      stores.users.insertAll([anEntry()]).andThen(() => fromSafePromise(pause(ms))),
    ),
  )

describe.each(ways)('many callers of a storage with two connections, in %s', (_, server, open) => {
  const openPool = async (): Promise<PoolStorage> => {
    const storage = await open()
    onTestFinished(async () => void (await storage.close()))
    return storage.inPool(userPoolId('pool-one'))
  }

  test.skipIf(inject(server) === '')(
    'are all served, though together they take longer than a connection',
    async () => {
      const pool = await openPool()
      for (const answer of await Promise.all(work(pool, 10, 200))) expect(answer.isOk()).toBe(true)
    },
  )

  test.skipIf(inject(server) === '')(
    'do not wait for ever, and those who come later are served',
    async () => {
      const pool = await openPool()
      const [one, other, ...waiting] = await Promise.all([...work(pool, 2, 4000), ...work(pool, 3, 1)])
      expect([one?.isOk(), other?.isOk()]).toEqual([true, true])
      for (const answer of waiting)
        expect(answer._unsafeUnwrapErr()).toMatchObject({ kind: 'unavailable', part: 'storage' })
      for (const answer of await Promise.all(work(pool, 5, 1))) expect(answer.isOk()).toBe(true)
    },
  )
})
