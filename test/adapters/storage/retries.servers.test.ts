import { type Storage, userPoolId, type User } from '@keepsake/domain'
import { openPostgresStorage } from '@keepsake/adapters/storage/postgres'
import { fromSafePromise } from 'neverthrow'
import pg from 'pg'
import { createConnection } from 'mysql2/promise'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { openSubject, pool as poolName, valueOf } from '../../builders/keepsake.ts'
import { aCredential, anEntry } from '../../builders/users.ts'
import { wrapStorage } from '../../builders/wrapped-storage.ts'
import { openByUrl } from './open-by-url.ts'
import { newMysqlDatabase } from './open-mysql.ts'
import { newPostgresDatabase } from './open-postgres.ts'

const noPostgres = inject('postgresUrl') === ''

/** Somebody else's transaction, by the driver alone. It ends with the test at the latest. */
type Rival = { readonly say: (sql: string) => Promise<unknown> }

const postgresRival = async (url: string): Promise<Rival> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  onTestFinished(() => client.end())
  // The server ends the transaction that looks for a deadlock first.
  await client.query(`SET deadlock_timeout = '60s'`)
  return { say: (sql) => client.query(sql) }
}

const mysqlRival = async (url: string): Promise<Rival> => {
  const connection = await createConnection(url)
  onTestFinished(() => connection.end())
  await connection.query('CREATE TABLE of_the_rival (number bigint PRIMARY KEY) ENGINE=InnoDB')
  return {
    say: async (sql) => {
      await connection.query(sql)
      // The server ends the transaction that has changed less.
      if (sql === 'BEGIN') await connection.query('INSERT INTO of_the_rival SELECT seq FROM seq_1_to_1000')
    },
  }
}

type Engine = {
  readonly newDatabase: () => Promise<string>
  readonly rivalAt: (url: string) => Promise<Rival>
}

const openAt = async (url: string): Promise<Storage> => {
  const storage = await openByUrl(url)
  onTestFinished(async () => void (await storage.close()))
  return storage
}

const lockUser = ({ id }: User): string =>
  `SELECT id FROM keepsake_users WHERE user_pool_id = '${poolName}' AND id = '${id}' FOR UPDATE`

const testRetries = ({ newDatabase, rivalAt }: Engine): void => {
  test('an import that the server ends to resolve a deadlock is run again, with the same ids', async () => {
    const url = await newDatabase()
    const storage = await openAt(url)
    const pool = storage.inPool(userPoolId(poolName))
    const [held, wanted] = [anEntry(), anEntry()]
    await valueOf(pool.users.insertAll([held, wanted]))
    const rival = await rivalAt(url)
    await rival.say('BEGIN')
    await rival.say(lockUser(held.user))

    const runs: (readonly string[])[] = []
    let rivalEnds: Promise<unknown> = Promise.resolve()
    const crossing = wrapStorage(storage, (stores) => ({
      ...stores,
      users: {
        ...stores.users,
        insertAll: (entries) => {
          runs.push(entries.map(({ user }) => user.id))
          const insert = stores.users.insertAll(entries)
          if (runs.length > 1) return insert
          // We have what the rival wants next, and want what it has.
          return insert
            .andThen(() => stores.users.findByIds([wanted.user.id]))
            .andThen(() => {
              rivalEnds = rival.say(lockUser(wanted.user)).then(() => rival.say('ROLLBACK'))
              return stores.users.findByIds([held.user.id])
            })
            .map(() => undefined)
        },
      },
    }))
    const subject = await openSubject(async () => ({ storage: crossing }), {
      settings: { loginUrl: 'https://example.com/login' },
    })
    const list = ['ann', 'bob'].map((username) => ({ username, email: `${username}@example.com` }))
    const options = { sendNotification: { sendEmailNotification: true } }
    const { created } = await valueOf(subject.keepsake.users.create({ list, options }))
    await rivalEnds

    const ids = created.map(({ account }) => account.user.id)
    expect(runs).toEqual([ids, ids])
    expect((await valueOf(pool.users.findByIds(ids))).map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
    const notices = await valueOf(
      pool.outbox.claim({
        channel: 'email',
        limit: 10,
        now: subject.clock.now(),
        leaseUntil: subject.clock.now() + 1,
      }),
    )
    expect(notices.map(({ item }) => item.userId).toSorted()).toEqual(ids.toSorted())
  })

  test('of two transactions that take two users in opposite orders, both succeed', async () => {
    const storage = await openAt(await newDatabase())
    const pool = storage.inPool(userPoolId(poolName))
    const [one, other] = [anEntry(), anEntry()]
    await valueOf(pool.users.insertAll([one, other]))
    const added = [anEntry(), anEntry()]
    let runs = 0
    const answers = await Promise.all(
      added.map((entry, index) => {
        const [first, second] = index % 2 === 0 ? [one, other] : [other, one]
        return pool.atomically((stores) => {
          runs += 1
          return stores.users
            .findByIds([first.user.id])
            .andThen(() => fromSafePromise(new Promise((resolve) => setTimeout(resolve, 100))))
            .andThen(() => stores.users.findByIds([second.user.id]))
            .andThen(() => stores.users.insertAll([entry]))
        })
      }),
    )
    expect(answers.map((answer) => answer.isOk())).toEqual(added.map(() => true))
    expect(runs).toBeGreaterThan(added.length)
    const found = await valueOf(pool.users.findByIds(added.map(({ user }) => user.id)))
    expect(found).toHaveLength(added.length)
  })

  test(
    'a lock that somebody keeps makes the storage unavailable in the end, and good once it is gone',
    { timeout: 90_000 },
    async () => {
      const url = await newDatabase()
      const pool = (await openAt(url)).inPool(userPoolId(poolName))
      const [held, added] = [anEntry(), anEntry()]
      await valueOf(pool.users.insertAll([held]))
      const rival = await rivalAt(url)
      await rival.say('BEGIN')
      await rival.say(lockUser(held.user))
      const addWithLock = () =>
        pool.atomically(({ users }) =>
          users.insertAll([added]).andThen(() => users.findByIds([held.user.id])),
        )
      const failure = (await addWithLock())._unsafeUnwrapErr()
      expect(failure).toMatchObject({ kind: 'unavailable', part: 'storage' })
      expect(String('cause' in failure && failure.cause)).toMatch(/have kept a lock for too long/)
      await rival.say('ROLLBACK')
      expect(await valueOf(pool.users.findByIds([added.user.id]))).toEqual([])
      await valueOf(addWithLock())
      expect(await valueOf(pool.users.findByIds([added.user.id]))).toEqual([added.user])
    },
  )
}

describe.skipIf(noPostgres)('on PostgreSQL', () => {
  testRetries({ newDatabase: () => newPostgresDatabase(), rivalAt: postgresRival })
})

describe.skipIf(inject('mariadbUrl') === '')('on MariaDB', () => {
  testRetries({ newDatabase: () => newMysqlDatabase(), rivalAt: mysqlRival })
})

describe.skipIf(noPostgres)('on PostgreSQL, where a pool makes every transaction serializable', () => {
  test('of 32 that upgrade one hash at one moment one does, and the others try again', async () => {
    const pool = new pg.Pool({
      connectionString: await newPostgresDatabase(),
      options: '-c default_transaction_isolation=serializable',
      max: 32,
    })
    onTestFinished(() => pool.end())
    let refused = 0
    pool.on('connect', (client) => {
      const query = client.query.bind(client) as (query: pg.QueryConfig) => Promise<pg.QueryResult>
      const counted = (given: pg.QueryConfig): Promise<pg.QueryResult> =>
        query(given).catch((error: unknown) => {
          if (error instanceof pg.DatabaseError && error.code === '40001') refused += 1
          throw error
        })
      Object.assign(client, { query: counted })
    })
    const storage = await openPostgresStorage({ pool })
    const { users, credentials } = storage.inPool(userPoolId(poolName))
    const entry = anEntry()
    const credential = aCredential(entry.user.id)
    await valueOf(users.insertAll([entry]))
    await valueOf(credentials.insertAll([credential]))
    const lost = Array<string>(31).fill('overtaken')
    let { hash } = credential
    for (let round = 1; round <= 20; round += 1) {
      const [from, to] = [hash, { ...hash, encoded: `hash ${round}` }]
      const answers = await Promise.all(
        Array.from({ length: 32 }, () => valueOf(credentials.upgrade(entry.user.id, from, to))),
      )
      expect(answers.toSorted()).toEqual([...lost, 'upgraded'])
      hash = to
    }
    expect(refused).toBeGreaterThan(0)
  })
})
