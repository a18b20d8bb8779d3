import { openMysqlStorage } from '@keepsake/adapters/storage/mysql'
import { openPostgresStorage } from '@keepsake/adapters/storage/postgres'
import { userPoolId, type PoolStorage, type Storage, type Unavailable } from '@keepsake/domain'
import { createConnection, createPool } from 'mysql2/promise'
import type { ResultAsync } from 'neverthrow'
import pg from 'pg'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { anEntry, madeAt } from '../../builders/users.ts'
import { askByUrl } from './ask-by-url.ts'
import { newMysqlDatabase } from './open-mysql.ts'
import { newPostgresDatabase } from './open-postgres.ts'

const timeouts = { connect: 500, lock: 400, statement: 1000 }

/** A pool as an embedding service may have it, and what a session of it is limited by. */
type Injected = {
  readonly storage: Promise<Storage>
  readonly sessionLimits: () => Promise<unknown>
  /** Takes every connection of the pool; answers how they go back. */
  readonly takeAll: () => Promise<() => void>
}

type Engine = {
  readonly newDatabase: () => Promise<string>
  readonly open: (url: string) => Promise<Storage>
  readonly inject: (url: string, connections: number) => Injected
  /** Somebody else's lock on every table that is named; answers how it is let go. */
  readonly lock: (url: string, tables: readonly string[]) => Promise<() => Promise<unknown>>
  /** How many statements wait on the server at this moment. */
  readonly waiting: string
}

const tables = ['keepsake_users', 'keepsake_unique_keys', 'keepsake_single_use', 'keepsake_authenticators']

const everyKindOfCall = (pool: PoolStorage): readonly ResultAsync<unknown, unknown>[] => [
  pool.users.list({ filter: {}, order: 'oldest-first', limit: 1 }),
  pool.secondFactors.list(undefined, 1),
  pool.users.insertAll([anEntry()]),
  pool.singleUse.spend('request-nonce', crypto.randomUUID(), madeAt, madeAt + 1),
  pool.atomically((stores) => stores.users.insertAll([anEntry()])),
]

const poolOf = async (opening: Promise<Storage>): Promise<PoolStorage> => {
  const storage = await opening
  onTestFinished(async () => void (await storage.close()))
  return storage.inPool(userPoolId('pool-one'))
}

const expectAll = async (calls: readonly ResultAsync<unknown, unknown>[], kind: string): Promise<void> => {
  const answers = await Promise.all(calls)
  const kinds = answers.map((answer) => (answer.isOk() ? 'ok' : (answer.error as Unavailable).kind))
  expect(new Set(kinds)).toEqual(new Set([kind]))
}

const testLocks = (engine: Engine): void => {
  test.each(['a pool of its own', 'an injected pool'])(
    'whatever needs them is unavailable, nothing is left waiting, and it is good again afterwards (%s)',
    { timeout: 60_000 },
    async (whose) => {
      const url = await engine.newDatabase()
      const opened = whose === 'an injected pool' ? engine.inject(url, 4).storage : engine.open(url)
      const pool = await poolOf(opened)
      await expectAll(everyKindOfCall(pool), 'ok')
      const unlock = await engine.lock(url, tables)
      await expectAll([...everyKindOfCall(pool), ...everyKindOfCall(pool)], 'unavailable')
      await askByUrl(url, async (ask) => {
        const deadline = performance.now() + 10_000
        let left: unknown
        do left = Number((await ask(engine.waiting))[0]?.['waiting'])
        while (left !== 0 && performance.now() < deadline)
        expect(left).toBe(0)
      })
      await unlock()
      await expectAll(everyKindOfCall(pool), 'ok')
    },
  )

  test('a pool of an embedding service keeps its sessions as they were', async () => {
    const { storage, sessionLimits } = engine.inject(await engine.newDatabase(), 1)
    const before = await sessionLimits()
    const pool = await poolOf(storage)
    await expectAll(everyKindOfCall(pool), 'ok')
    expect(await sessionLimits()).toEqual(before)
  })

  test('where a pool has no connection to give, calls are unavailable, and nothing of it is lost', async () => {
    const { storage, takeAll } = engine.inject(await engine.newDatabase(), 2)
    const pool = await poolOf(storage)
    for (let round = 0; round < 2; round += 1) {
      const giveBack = await takeAll()
      await expectAll(everyKindOfCall(pool), 'unavailable')
      giveBack()
      await expectAll(everyKindOfCall(pool), 'ok')
    }
  })
}

describe('where PostgreSQL’s tables are locked', () => {
  testLocks({
    newDatabase: () => newPostgresDatabase(),
    open: (url) => openPostgresStorage({ url, timeouts }),
    inject: (url, connections) => {
      const pool = new pg.Pool({ connectionString: url, max: connections })
      onTestFinished(() => pool.end())
      return {
        storage: openPostgresStorage({ pool, timeouts }),
        sessionLimits: async () =>
          (
            await pool.query(
              "SELECT name, setting FROM pg_settings WHERE name LIKE '%_timeout' ORDER BY name",
            )
          ).rows,
        takeAll: async () => {
          const clients = await Promise.all(Array.from({ length: connections }, () => pool.connect()))
          return () => clients.forEach((client) => client.release())
        },
      }
    },
    lock: async (url, locked) => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      onTestFinished(() => client.end())
      await client.query('BEGIN')
      await client.query(`LOCK TABLE ${locked.join(', ')} IN ACCESS EXCLUSIVE MODE`)
      return () => client.query('ROLLBACK')
    },
    waiting: `SELECT count(*) AS waiting FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  })

  test('what a role or a pool limits more strictly stays so', async () => {
    const url = await newPostgresDatabase()
    const pool = new pg.Pool({
      connectionString: url,
      options: '-c statement_timeout=300 -c lock_timeout=200',
    })
    onTestFinished(() => pool.end())
    const said: string[] = []
    pool.on('connect', (client) => {
      const query = client.query.bind(client) as (given: pg.QueryConfig) => unknown
      Object.assign(client, {
        query: (given: pg.QueryConfig) => {
          said.push(given.text)
          return query(given)
        },
      })
    })
    const users = (await poolOf(openPostgresStorage({ pool }))).users
    said.length = 0
    await expectAll([users.count({})], 'ok')
    expect(said[0]).toContain('statement_timeout = 300;')
    expect(said[0]).toContain('lock_timeout = 200;')
  })
})

describe.skipIf(inject('mariadbUrl') === '')('where MariaDB’s tables are locked', () => {
  testLocks({
    newDatabase: () => newMysqlDatabase(),
    open: (url) => openMysqlStorage({ url, timeouts }),
    inject: (url, connections) => {
      const pool = createPool({ uri: url, connectionLimit: connections })
      onTestFinished(() => pool.end())
      return {
        storage: openMysqlStorage({ pool: pool as never, timeouts }),
        sessionLimits: async () =>
          (await pool.query("SHOW SESSION VARIABLES WHERE Variable_name REGEXP 'timeout|max_statement'"))[0],
        takeAll: async () => {
          const taken = await Promise.all(Array.from({ length: connections }, () => pool.getConnection()))
          return () => taken.forEach((connection) => connection.release())
        },
      }
    },
    lock: async (url, locked) => {
      const connection = await createConnection(url)
      onTestFinished(() => connection.end())
      await connection.query(`LOCK TABLES ${locked.map((table) => `${table} WRITE`).join(', ')}`)
      return () => connection.query('UNLOCK TABLES')
    },
    waiting: `SELECT count(*) AS waiting FROM information_schema.processlist
      WHERE db = database() AND state LIKE 'Waiting for %'`,
  })
})
