import { once } from 'node:events'
import { openMysqlStorage } from '@keepsake/adapters/storage/mysql'
import { openPostgresStorage, type Timeouts } from '@keepsake/adapters/storage/postgres'
import { userPoolId, type PoolStorage, type Storage } from '@keepsake/domain'
import { createPool } from 'mysql2/promise'
import type { Result, ResultAsync } from 'neverthrow'
import pg from 'pg'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { anEntry, madeAt } from '../../builders/users.ts'
import { startMariadb } from '../../servers/mariadb.ts'
import { startPostgres } from '../../servers/postgres.ts'
import type { Server } from '../../servers/server-process.ts'
import { refusedFor } from '../../builders/refusal.ts'
import { linesOf, startChild } from './child-process.ts'

/** Short, so that nobody waits for long; an answer may still take three seconds longer. */
const timeouts: Timeouts = { connect: 500, lock: 400, statement: 1000 }
const poolId = userPoolId('pool-one')

type Engine = {
  readonly start: () => Promise<Server>
  readonly open: (url: string) => Promise<Storage>
  /** Over a pool of an embedding service, which has no limits of its own. */
  readonly openInjected: (url: string) => Promise<Storage>
}

const startFor = async ({ start }: Engine): Promise<Server> => {
  const server = await start()
  onTestFinished(async () => {
    server.thaw()
    await server.stop()
  })
  return server
}

const openFor = async (opening: Promise<Storage>): Promise<PoolStorage> => {
  const storage = await opening
  onTestFinished(async () => void (await storage.close()))
  return storage.inPool(poolId)
}

const expectUnavailable = async (answer: ResultAsync<unknown, unknown>): Promise<void> =>
  expect((await answer)._unsafeUnwrapErr()).toMatchObject({ kind: 'unavailable', part: 'storage' })

const everyKindOfCall = (pool: PoolStorage): readonly ResultAsync<unknown, unknown>[] => [
  pool.users.list({ filter: {}, order: 'oldest-first', limit: 1 }),
  pool.secondFactors.list(undefined, 1),
  pool.users.insertAll([anEntry()]),
  pool.singleUse.spend('request-nonce', crypto.randomUUID(), madeAt, madeAt + 1),
  pool.atomically((stores) => stores.users.insertAll([anEntry()])),
]

const testFreezes = (engine: Engine): void => {
  test.each(['open', 'openInjected'] as const)(
    'whatever is asked, or under way, is unavailable, and good again afterwards (%s)',
    { timeout: 120_000 },
    async (way) => {
      const server = await startFor(engine)
      const pool = await openFor(engine[way](server.url))
      for (const answer of await Promise.all(everyKindOfCall(pool))) expect(answer.isOk()).toBe(true)
      const [before, during] = [anEntry(), anEntry()]
      const underWay = pool.atomically((stores) =>
        stores.users.insertAll([before]).andThen(() => {
          server.freeze()
          return stores.users.insertAll([during])
        }),
      )
      await expectUnavailable(underWay)
      await Promise.all([...everyKindOfCall(pool), ...everyKindOfCall(pool)].map(expectUnavailable))
      server.thaw()
      for (const answer of await retried(() => everyKindOfCall(pool))) expect(answer.isOk()).toBe(true)
      const found = await pool.users.findByIds([before.user.id, during.user.id])
      expect(found._unsafeUnwrap()).toEqual([])
    },
  )

  test(
    'a commit that is not answered is never reported as done, whatever becomes of it',
    { timeout: 120_000 },
    async () => {
      const server = await startFor(engine)
      const pool = await openFor(engine.open(server.url))
      const entry = anEntry()
      const underWay = pool.atomically((stores) =>
        stores.users.insertAll([entry]).map(() => {
          // The commit comes next.
          server.freeze()
        }),
      )
      await expectUnavailable(underWay)
      server.thaw()
      await retried(() => everyKindOfCall(pool))
      expect((await pool.users.findByIds([entry.user.id])).isOk()).toBe(true)
    },
  )

  test('a storage does not open', { timeout: 120_000 }, async () => {
    const server = await startFor(engine)
    server.freeze()
    for (const way of ['open', 'openInjected'] as const)
      expect(await refusedFor(() => engine[way](server.url))).toEqual([' storage.does_not_open'])
    server.thaw()
  })

  test(
    'closing ends within its patience, and nothing keeps the process up',
    { timeout: 120_000 },
    async () => {
      const server = await startFor(engine)
      const child = startChild('closing-child.ts', server.url)
      const exited = once(child, 'exit')
      const lines = linesOf(child)
      expect((await lines.next()).value).toBe('under way')
      server.freeze()
      child.stdin.end('close\n')
      expect((await lines.next()).value).toBe('unavailable closed')
      expect(await exited).toEqual([0, null])
    },
  )
}

/** Connections that were given up are replaced meanwhile. */
const retried = async (
  calls: () => readonly ResultAsync<unknown, unknown>[],
): Promise<readonly Result<unknown, unknown>[]> => {
  for (;;) {
    const answers = await Promise.all(calls())
    if (answers.every((answer) => answer.isOk())) return answers
  }
}

describe('where PostgreSQL stands still', () => {
  testFreezes({
    start: () => startPostgres(),
    open: (url) => openPostgresStorage({ url, timeouts }),
    openInjected: (url) => {
      const pool = new pg.Pool({ connectionString: url })
      onTestFinished(() => pool.end())
      return openPostgresStorage({ pool, timeouts })
    },
  })
})

describe.skipIf(inject('mariadbUrl') === '')('where MariaDB stands still', () => {
  testFreezes({
    start: () => startMariadb(),
    open: (url) => openMysqlStorage({ url, timeouts }),
    openInjected: (url) => {
      const pool = createPool({ uri: url })
      onTestFinished(() => pool.end().catch(() => undefined))
      return openMysqlStorage({ pool: pool as never, timeouts })
    },
  })
})
