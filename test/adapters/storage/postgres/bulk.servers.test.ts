import { storageConformance } from '@keepsake/conformance/storage'
import { userPoolId, type PoolStorage, type Storage, type UserEntry } from '@keepsake/domain'
import { err, okAsync } from 'neverthrow'
import pg from 'pg'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../../../packages/adapters/src/storage/postgres/open-database.ts'
import { errorOf, valueOf } from '../../../builders/keepsake.ts'
import { aCredential, aFullUser, anEntry, aNotice, entryOf } from '../../../builders/users.ts'
import { inTransactions } from '../in-transactions.ts'
import { newSchema } from '../open-postgres.ts'

const url = inject('postgresUrl')

type Said = { readonly copies: number; readonly inserts: number }

/** A pool that counts the copies and the inserts that its clients send. */
const countingPool = (): { readonly pool: pg.Pool; readonly said: () => Said } => {
  const pool = new pg.Pool({ connectionString: url })
  onTestFinished(() => pool.end())
  let [copies, inserts] = [0, 0]
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...given: readonly unknown[]) => unknown
    client.query = ((...given: readonly unknown[]) => {
      const [first] = given
      if (typeof (first as { readonly submit?: unknown }).submit === 'function') copies += 1
      else if ((first as { readonly text: string }).text.startsWith('INSERT')) inserts += 1
      return query(...given)
    }) as typeof client.query
  })
  return { pool, said: () => ({ copies, inserts }) }
}

const open = async (fewestRows?: number, schema = newSchema()) => {
  const { pool, said } = countingPool()
  const storage: Storage = await openDatabase({ pool, schema }, fewestRows)
  onTestFinished(async () => void (await storage.close()))
  return { storage, pool: storage.inPool(userPoolId('pool-one')), said }
}

const many = (count = 100): readonly UserEntry[] => Array.from({ length: count }, () => anEntry())

const addAll = (pool: PoolStorage, entries: readonly UserEntry[]) =>
  pool.atomically((stores) =>
    stores.users
      .insertAll(entries)
      .andThen(() => stores.credentials.insertAll(entries.map(({ user }) => aCredential(user.id))))
      .andThen(() => stores.outbox.addAll(entries.map(({ user }) => aNotice(user.id)))),
  )

const idsOf = (entries: readonly UserEntry[]) => entries.map(({ user }) => user.id)

/** In a transaction of its own, a verb does not see what others do at the same moment. */
const ofOneMoment = 'known networks: of many at one moment as many stay as are kept'

describe.skipIf(url === '')('a storage in PostgreSQL that copies every row', () => {
  test.each(storageConformance.filter(({ name }) => name !== ofOneMoment))('$name', ({ run }) =>
    run(async () => inTransactions(await openDatabase({ url, schema: newSchema() }, 1))),
  )
})

describe.skipIf(url === '')('a batch of users', () => {
  test('is one message of copies, and no insert', async () => {
    const { pool, said } = await open()
    const entries = [...many(), entryOf(aFullUser())]
    await valueOf(addAll(pool, entries))
    expect(said()).toEqual({ copies: 1, inserts: 0 })
    expect(await valueOf(pool.users.findByIds(idsOf(entries)))).toHaveLength(101)
    expect(await valueOf(pool.users.findHeld(entries.flatMap(({ keys }) => keys)))).toHaveLength(
      entries.flatMap(({ keys }) => keys).length,
    )
    expect(await valueOf(pool.credentials.findByUserIds(idsOf(entries)))).toHaveLength(101)
    expect(await valueOf(pool.outbox.summary())).toMatchObject({ waiting: 101 })
  })

  test('is inserted if it is small', async () => {
    const { pool, said } = await open()
    await valueOf(addAll(pool, many(3)))
    expect(said()).toMatchObject({ copies: 0 })
  })

  test('of which keys and ids are taken is refused by all of them, and leaves nothing', async () => {
    const { pool } = await open()
    const held = many(3)
    await valueOf(addAll(pool, held))
    const clashing = held.slice(0, 2).map(({ keys }) => ({ ...anEntry(), keys }))
    const fresh = many()
    expect(await errorOf(addAll(pool, [...fresh, ...clashing]))).toEqual({
      kind: 'keys-taken',
      keys: clashing.flatMap(({ keys }) => keys),
    })
    const { id } = held[2]!.user
    expect(await errorOf(addAll(pool, [...fresh, anEntry({ id })]))).toEqual({
      kind: 'keys-taken',
      keys: [{ namespace: 'id', key: id }],
    })
    expect(await valueOf(pool.users.findByIds(idsOf(fresh)))).toEqual([])
    expect(await valueOf(pool.users.findHeld(fresh.flatMap(({ keys }) => keys)))).toEqual([])
    await valueOf(addAll(pool, fresh))
  })

  test('that shares one key with others at the same moment is written once', async () => {
    const { storage } = await open()
    const pool = storage.inPool(userPoolId('pool-one'))
    const shared = anEntry().keys
    const batches = Array.from({ length: 8 }, () => [...many(), { ...anEntry(), keys: shared }])
    const results = await Promise.all(batches.map(async (batch) => addAll(pool, batch)))
    const written = batches.filter((_, index) => results[index]?.isOk())
    expect(written).toHaveLength(1)
    for (const result of results)
      if (result.isErr()) expect(result.error).toEqual({ kind: 'keys-taken', keys: shared })
    const everybody = batches.flatMap(idsOf)
    expect(await valueOf(pool.users.findByIds(everybody))).toHaveLength(101)
  })

  test('is seen by what its own transaction reads, and undone with it', async () => {
    const { pool } = await open()
    const entries = many()
    const seen = await valueOf(
      pool.atomically((stores) =>
        stores.users.insertAll(entries).andThen(() => stores.users.findByIds(idsOf(entries))),
      ),
    )
    expect(seen).toHaveLength(100)
    const others = many()
    const failed = pool.atomically((stores) =>
      stores.users
        .insertAll(others)
        .andThen(() => stores.users.findByIds(idsOf(others)))
        .andThen((found) => err(found.length)),
    )
    expect(await errorOf(failed)).toBe(100)
    expect(await valueOf(pool.users.findByIds(idsOf(others)))).toEqual([])
  })

  test('is undone by itself if the work goes on after a refusal', async () => {
    const { pool } = await open()
    const held = many(70)
    await valueOf(addAll(pool, held))
    const [before, after] = [many(), many()]
    const clash = [...many(), { ...anEntry(), keys: held[0]!.keys }]
    const outcome = await valueOf(
      pool.atomically((stores) =>
        stores.users.insertAll(before).andThen(() =>
          stores.users
            .insertAll(clash)
            .map(() => 'written')
            .orElse((error) => okAsync(error.kind))
            .andThen((kind) => stores.users.insertAll(after).map(() => kind)),
        ),
      ),
    )
    expect(outcome).toBe('keys-taken')
    expect(await valueOf(pool.users.findByIds(idsOf([...before, ...after])))).toHaveLength(200)
    expect(await valueOf(pool.users.findByIds(idsOf(clash)))).toEqual([])
  })

  test('is inserted over a pool whose clients have nothing but `query`', async () => {
    const inner = new pg.Pool({ connectionString: url })
    onTestFinished(() => inner.end())
    const statements: string[] = []
    const bare = {
      on: () => undefined,
      listenerCount: () => 1,
      connect: (then: (error: Error | undefined, client: unknown) => void) =>
        inner.connect((error, client) => {
          if (client === undefined) return then(error, undefined)
          then(undefined, {
            on: () => undefined,
            listenerCount: () => 1,
            release: (destroy?: boolean) => client.release(destroy),
            query: (query: { readonly text: string }) => {
              statements.push(query.text)
              return client.query(query as never)
            },
          })
        }),
    }
    const storage = await openDatabase({ pool: bare as never, schema: newSchema() })
    onTestFinished(async () => void (await storage.close()))
    const pool = storage.inPool(userPoolId('pool-one'))
    const entries = many()
    await valueOf(addAll(pool, entries))
    expect(statements.some((text) => text.startsWith('INSERT INTO') && text.includes('unnest'))).toBe(true)
    expect(await valueOf(pool.users.findByIds(idsOf(entries)))).toHaveLength(100)
  })
})
