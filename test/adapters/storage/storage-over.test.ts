import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import { userPoolId, type Storage, type Unavailable } from '@keepsake/domain'
import { fromSafePromise, ok, okAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { newTables, overlay, type Tables } from '../../../packages/adapters/src/storage/memory/tables.ts'
import { storageOver } from '../../../packages/adapters/src/storage/storage-over.ts'
import { aCredential, anEntry } from '../../builders/users.ts'
import { openSqlite, temporaryFile } from './temporary-file.ts'

const engines: Readonly<Record<string, () => Promise<Storage>>> = {
  memory: async () => openMemoryStorage(),
  SQLite: () => openSqlite(temporaryFile()),
}

describe.each(Object.entries(engines))('a storage over %s', (_, open) => {
  const poolId = userPoolId('pool-one')

  test('commits nothing of a transaction in which the engine has failed, though the work succeeds', async () => {
    const pool = (await open()).inPool(poolId)
    const entry = anEntry()
    const { user } = entry
    const answers: string[] = []
    const failure = await pool.atomically((stores) =>
      stores.users
        .insertAll([entry])
        .andThen(() => stores.credentials.insertAll([aCredential(user.id), aCredential(user.id)]))
        .orElse(() => ok())
        .andThen(() => stores.users.insertAll([anEntry()]))
        .orElse((error) => {
          answers.push(error.kind)
          return ok()
        }),
    )
    expect(answers).toEqual(['unavailable'])
    expect(failure._unsafeUnwrapErr()).toMatchObject({ kind: 'unavailable', part: 'storage' })
    expect((await pool.users.findByIds([user.id]))._unsafeUnwrap()).toEqual([])
  })

  test('forgets a spent key once its time is over', async () => {
    const { singleUse } = (await open()).inPool(poolId)
    expect((await singleUse.spend('request-nonce', 'key', 1, 100))._unsafeUnwrap()).toBe('first')
    expect((await singleUse.spend('request-nonce', 'key', 100, 200))._unsafeUnwrap()).toBe('spent-before')
    expect((await singleUse.spend('request-nonce', 'key', 101, 200))._unsafeUnwrap()).toBe('first')
    expect((await singleUse.spend('request-nonce', 'key', 102, 200))._unsafeUnwrap()).toBe('spent-before')
  })

  test('reads what is committed from inside a transaction, without waiting for it', async () => {
    const pool = (await open()).inPool(poolId)
    const entry = anEntry()
    const seen = await pool.atomically((stores) =>
      stores.users.insertAll([entry]).andThen(() => pool.users.findByIds([entry.user.id])),
    )
    expect(seen._unsafeUnwrap()).toEqual([])
  })

  test('closes once, however often it is asked to', async () => {
    const storage = await open()
    expect((await storage.close()).isOk()).toBe(true)
    expect((await storage.close()).isOk()).toBe(true)
  })
})

describe('a storage over an engine that is busy', () => {
  const busy = new Error('busy')

  test('runs the work again from its start, and keeps nothing of the tries before', async () => {
    const tables = newTables()
    let tries = 0
    const storage = storageOver<Tables>(
      {
        begin: async () => {
          const { tables: view, apply } = overlay(tables)
          const commit = (): void => {
            tries += 1
            if (tries < 4) throw busy
            apply()
          }
          return { view, write: async (change) => change(view), commit, rollback: () => undefined }
        },
        read: async (_pool, query) => query(tables),
        isBusy: (error) => error === busy,
        patience: 5000,
        toUnavailable: (cause): Unavailable => ({ kind: 'unavailable', part: 'storage', cause }),
        close: () => undefined,
      },
      (session) => ({
        ...openMemoryStorage().inPool(userPoolId('unused')),
        singleUse: {
          spend: (_kind, key, _now, until) =>
            session.write(({ spent }) => {
              const before = spent.get(key)
              spent.put(key, until)
              return ok(before === undefined ? 'first' : 'spent-before')
            }),
          isSpent: (_kind, key) => session.read(({ spent }) => spent.get(key) !== undefined),
        },
      }),
    )
    let runs = 0
    const answer = await storage.inPool(userPoolId('pool-one')).atomically((stores) => {
      runs += 1
      return stores.singleUse
        .spend('request-nonce', 'key', 0, runs)
        .andThen((spent) => fromSafePromise(Promise.resolve(spent)))
        .andThen((spent) => okAsync(spent))
    })
    expect(answer._unsafeUnwrap()).toBe('first')
    expect(runs).toBe(4)
    expect(tables.spent.get('key')).toBe(4)
  })
})
