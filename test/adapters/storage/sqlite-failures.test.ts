import { DatabaseSync } from 'node:sqlite'
import { setImmediate as tick, setTimeout as pause } from 'node:timers/promises'
import { userPoolId, type PoolStorage, type Storage } from '@keepsake/domain'
import { fromSafePromise, ok } from 'neverthrow'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Connection } from '../../../packages/adapters/src/storage/sqlite/connection.ts'
import {
  openConnections,
  type Connections,
} from '../../../packages/adapters/src/storage/sqlite/open-connections.ts'
import { sqliteEngine } from '../../../packages/adapters/src/storage/sqlite/sqlite-engine.ts'
import { sqlStores } from '../../../packages/adapters/src/storage/sql/sql-stores.ts'
import { sqliteDialect } from '../../../packages/adapters/src/storage/sqlite/dialect.ts'
import { storageOver } from '../../../packages/adapters/src/storage/storage-over.ts'
import { aLedgerRow, anEntry, aNotice, aRunningMove, madeAt } from '../../builders/users.ts'
import { openSqlite, temporaryFile } from './temporary-file.ts'

const poolId = userPoolId('pool-one')

describe('a full disk', () => {
  /** A storage whose file may not grow beyond half a megabyte. */
  const openSmall = (): PoolStorage => {
    const connections = openConnections(temporaryFile())
    connections.writer.get('PRAGMA max_page_count = 128')
    const storage = storageOver(sqliteEngine(connections), sqlStores(sqliteDialect))
    onTestFinished(async () => void (await storage.close()))
    return storage.inPool(poolId)
  }

  test('keeps nothing of the work, even of work that goes on, and lets smaller work in afterwards', async () => {
    const pool = openSmall()
    const [before, during, after] = [anEntry(), anEntry(), anEntry()]
    const tooMuch = Array.from({ length: 100 }, () => aNotice(before.user.id, { url: 'x'.repeat(10_000) }))
    const failure = await pool.atomically((stores) =>
      stores.users
        .insertAll([before])
        .andThen(() => stores.outbox.addAll(tooMuch))
        .orElse(() => ok())
        .andThen(() => stores.users.insertAll([during]))
        .orElse(() => ok()),
    )
    expect(failure._unsafeUnwrapErr()).toMatchObject({ kind: 'unavailable', part: 'storage' })
    expect(String((failure._unsafeUnwrapErr() as { cause: unknown }).cause)).toMatch(/the disk is full/)
    expect((await pool.users.insertAll([after])).isOk()).toBe(true)
    const found = await pool.users.findByIds([before, during, after].map((entry) => entry.user.id))
    expect(found._unsafeUnwrap()).toEqual([after.user])
  })

  test('leaves a chunk of a move to its holder, who goes on once there is room', async () => {
    const pool = openSmall()
    const { id } = await aRunningMove(pool, 1)
    const now = madeAt
    const claimed = await pool.moves.claimChunk({ move: id, holder: 'one', now, leaseUntil: now + 1 })
    const chunk = claimed._unsafeUnwrap()!
    const write = (profile: object) => {
      const entry = anEntry({ profile })
      return pool.atomically((stores) =>
        stores.users
          .insertAll([entry])
          .andThen(() =>
            stores.moves.putRows([{ from: undefined, to: aLedgerRow(entry.user.id, { move: id }) }]),
          )
          .andThen(() => stores.moves.advance(chunk, { created: 1 })),
      )
    }
    const failure = (await write({ name: 'x'.repeat(600_000) }))._unsafeUnwrapErr()
    expect(String((failure as { cause: unknown }).cause)).toMatch(/the disk is full/)
    expect((await pool.moves.listChunks({ move: id, limit: 9 }))._unsafeUnwrap()).toEqual([chunk])
    expect((await pool.moves.listRows({ source: 'source-1', limit: 9 }))._unsafeUnwrap()).toEqual([])
    expect((await write({}))._unsafeUnwrap()).toBe('advanced')
  })
})

describe('a database that another connection has locked', () => {
  test('is waited for while its owner works, and the event loop stays free', async () => {
    const file = temporaryFile()
    const [one, other] = [await openSqlite(file), await openSqlite(file)]
    const [slow, quick] = [anEntry(), anEntry()]
    // Both share this event loop: if waiting held it up, the first transaction could never end.
    const slowly = one
      .inPool(poolId)
      .atomically((stores) => stores.users.insertAll([slow]).andThen(() => fromSafePromise(pause(400))))
    await pause(20)
    let runs = 0
    const quickly = other.inPool(poolId).atomically((stores) => {
      runs += 1
      return stores.users.findByIds([slow.user.id]).andThen(() => stores.users.insertAll([quick]))
    })
    expect((await slowly).isOk()).toBe(true)
    expect((await quickly).isOk()).toBe(true)
    // It got the lock before it began, so it had no need to begin again.
    expect(runs).toBe(1)
    const found = await one.inPool(poolId).users.findByIds([slow.user.id, quick.user.id])
    expect(found._unsafeUnwrap()).toHaveLength(2)
  })

  test('lets the event loop see to all else between the tries of those who wait', async () => {
    const file = temporaryFile()
    const connections = openConnections(file)
    // Each try holds the event loop up.
    let [tries, most] = [0, 0]
    const writer: Connection = {
      ...connections.writer,
      run: (sql, ...values) => {
        if (sql === 'BEGIN IMMEDIATE') tries += 1
        return connections.writer.run(sql, ...values)
      },
    }
    const storage = storageOver(sqliteEngine({ ...connections, writer }), sqlStores(sqliteDialect))
    onTestFinished(async () => void (await storage.close()))
    const owner = new DatabaseSync(file)
    onTestFinished(() => owner.close())
    owner.exec('BEGIN IMMEDIATE')
    const waiting = Array.from({ length: 10 }, () => storage.inPool(poolId).users.insertAll([anEntry()]))
    for (const until = performance.now() + 700; performance.now() < until; await tick()) {
      most = Math.max(most, tries)
      tries = 0
    }
    expect(most).toBeLessThanOrEqual(2)
    owner.exec('ROLLBACK')
    for (const written of await Promise.all(waiting)) expect(written.isOk()).toBe(true)
  })

  test('can be read meanwhile', async () => {
    const file = temporaryFile()
    const storage = await openSqlite(file)
    const entry = anEntry()
    await storage.inPool(poolId).users.insertAll([entry])
    const owner = new DatabaseSync(file)
    onTestFinished(() => owner.close())
    owner.exec('BEGIN IMMEDIATE')
    expect((await storage.inPool(poolId).users.findByIds([entry.user.id]))._unsafeUnwrap()).toEqual([
      entry.user,
    ])
  })

  /** Waits 300 ms for others. */
  const openImpatient = (connections: Connections): Storage => {
    const storage = storageOver(sqliteEngine(connections, 300), sqlStores(sqliteDialect))
    onTestFinished(async () => void (await storage.close()))
    return storage
  }

  test('serves all who wait, in their order, as long as each gets the lock in time', async () => {
    const file = temporaryFile()
    const owner = new DatabaseSync(file)
    onTestFinished(() => owner.close())
    const holds: Promise<void>[] = []
    const hold = async (): Promise<void> => {
      owner.exec('BEGIN IMMEDIATE')
      await pause(200)
      owner.exec('ROLLBACK')
    }
    const connections = openConnections(file)
    const writer: Connection = {
      ...connections.writer,
      run: (sql, ...values) => {
        const changes = connections.writer.run(sql, ...values)
        if (sql === 'COMMIT') holds.push(hold())
        return changes
      },
    }
    const pool = openImpatient({ ...connections, writer }).inPool(poolId)
    const served: number[] = []
    // Together they wait for several times as long as one of them waits.
    const waiting = Array.from({ length: 8 }, (_, caller) =>
      pool.atomically((stores) => {
        served.push(caller)
        return stores.users.insertAll([anEntry()])
      }),
    )
    for (const written of await Promise.all(waiting)) expect(written.isOk()).toBe(true)
    await Promise.all(holds)
    expect(served).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  test('is unavailable to all who have waited, at one moment, and not to one after the other', async () => {
    const file = temporaryFile()
    const pool = openImpatient(openConnections(file)).inPool(poolId)
    const owner = new DatabaseSync(file)
    onTestFinished(() => owner.close())
    owner.exec('BEGIN IMMEDIATE')
    const tries: number[] = []
    const waiting = Array.from({ length: 8 }, async () => {
      const written = await pool.users.insertAll([anEntry()])
      tries.push(performance.now())
      return written
    })
    for (const written of await Promise.all(waiting)) expect(written.isErr()).toBe(true)
    // Each makes one last try, which is shorter than the wait.
    expect(Math.max(...tries) - Math.min(...tries)).toBeLessThan(8 * 300)
    owner.exec('ROLLBACK')
    expect((await pool.users.insertAll([anEntry()])).isOk()).toBe(true)
  })

  test('is unavailable in the end, and good again once the lock is gone', async () => {
    const file = temporaryFile()
    const storage = openImpatient(openConnections(file))
    const owner = new DatabaseSync(file)
    onTestFinished(() => owner.close())
    owner.exec('BEGIN IMMEDIATE')
    const failure = (await storage.inPool(poolId).users.insertAll([anEntry()]))._unsafeUnwrapErr()
    expect(failure).toMatchObject({ kind: 'unavailable', part: 'storage' })
    expect(String('cause' in failure && failure.cause)).toMatch(/locked for too long/)
    owner.exec('ROLLBACK')
    expect((await storage.inPool(poolId).users.insertAll([anEntry()])).isOk()).toBe(true)
  })
})
