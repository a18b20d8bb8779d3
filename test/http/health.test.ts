import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import { openSecretBox } from '@keepsake/adapters/secrets/secret-box'
import { unavailable, type SecretBox, type Storage, type User } from '@keepsake/domain'
import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { send, serveKeepsake, type Answered, type Served } from './served.ts'

type FindByIds = ReturnType<Storage['inPool']>['users']['findByIds']

/** A storage that answers one question as the test says. */
const storageWith = (findByIds: FindByIds): Storage => {
  const storage = openMemoryStorage()
  return {
    ...storage,
    inPool: (pool) => {
      const stores = storage.inPool(pool)
      return { ...stores, users: { ...stores.users, findByIds } }
    },
  }
}
const nobody: readonly User[] = []

const during = async (findByIds: FindByIds, work: (served: Served) => Promise<void>): Promise<void> => {
  const served = await serveKeepsake({ ports: { storage: storageWith(findByIds) } })
  try {
    await work(served)
  } finally {
    await served.stop()
  }
}
const ask = ({ origin }: Served, path: string, method = 'GET'): Promise<Answered> =>
  send(`${origin}${path}`, { method })

afterEach(() => void vi.useRealTimers())

describe('whether the process lives, and can work', () => {
  it('is told to anybody in one word, and is not logged', async () => {
    const served = await serveKeepsake()
    for (const path of ['/healthz', '/readyz']) {
      const answer = await ask(served, path)
      expect(answer.status).toBe(200)
      expect(answer.text).toBe('{"status":"ok"}')
      expect(answer.headers.get('cache-control')).toBe('no-store')
      expect(await ask(served, path, 'HEAD')).toMatchObject({ status: 200, text: '' })
    }
    expect(served.events).toStrictEqual([])
    await served.stop()
  })

  it('a storage that fails makes it unready, says why to the log alone, and lives', async () => {
    const cause = new Error('password authentication failed for user "keepsake"')
    await during(
      () => errAsync(unavailable('storage', cause)),
      async (served) => {
        const answer = await ask(served, '/readyz')
        expect(answer.status).toBe(503)
        expect(answer.text).toBe('{"status":"unavailable"}')
        expect(served.events).toMatchObject([{ path: '/readyz', statusCode: 503, fault: cause }])
        expect((await ask(served, '/healthz')).status).toBe(200)
      },
    )
  })

  it('a storage that never answers makes it unready in time, and is asked once', async () => {
    let asked = 0
    await during(
      () => {
        asked += 1
        return ResultAsync.fromSafePromise(new Promise<never>(() => {}))
      },
      async (served) => {
        const answers = await Promise.all(Array.from({ length: 50 }, () => ask(served, '/readyz')))
        expect(new Set(answers.map(({ status }) => status))).toStrictEqual(new Set([503]))
        expect((await ask(served, '/readyz')).status).toBe(503)
        expect((await ask(served, '/healthz')).status).toBe(200)
        expect(asked).toBe(1)
      },
    )
  })

  it('many who ask cost the storage one question, and it is asked anew after a second', async () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    let asked = 0
    let works = true
    await during(
      () => {
        asked += 1
        return works ? okAsync(nobody) : errAsync(unavailable('storage', new Error('gone')))
      },
      async (served) => {
        await Promise.all(Array.from({ length: 100 }, () => ask(served, '/readyz')))
        expect(asked).toBe(1)
        works = false
        vi.advanceTimersByTime(999)
        expect((await ask(served, '/readyz')).status).toBe(200)
        vi.advanceTimersByTime(1)
        expect((await ask(served, '/readyz')).status).toBe(503)
        works = true
        vi.advanceTimersByTime(1000)
        expect((await ask(served, '/readyz')).status).toBe(200)
      },
    )
  })

  it('a pool whose usernames were made under another setting is unready, and says why to the log', async () => {
    const storage = openMemoryStorage()
    const present = await serveKeepsake({ ports: { storage } })
    expect((await ask(present, '/readyz')).status).toBe(200)
    const other = await serveKeepsake({ ports: { storage }, settings: { usernames: { ignoreCase: true } } })
    expect((await ask(other, '/readyz')).status).toBe(503)
    expect((await ask(other, '/healthz')).status).toBe(200)
    const [event] = other.events
    expect(event).toMatchObject({ path: '/readyz', statusCode: 503 })
    expect(String(event?.fault)).toContain('usernames.ignoreCase')
    await Promise.all([present.stop(), other.stop()])
  })

  it('a pool whose digest key does not open is unready, since nobody can sign in', async () => {
    const storage = openMemoryStorage()
    const boxOf = (id: string): SecretBox =>
      openSecretBox({ keys: [{ id, key: Buffer.alloc(32, id) }], current: id })
    const before = await serveKeepsake({ ports: { storage, secretBox: boxOf('k1') } })
    expect((await ask(before, '/readyz')).status).toBe(200)
    const after = await serveKeepsake({ ports: { storage, secretBox: boxOf('k2') } })
    expect((await ask(after, '/readyz')).status).toBe(503)
    expect(String(after.events[0]?.fault)).not.toContain('closed')
    await Promise.all([before.stop(), after.stop()])
  })

  it('a storage that throws is unready, and no more', async () => {
    await during(
      () => {
        throw new Error('a defect')
      },
      async (served) => expect((await ask(served, '/readyz')).status).toBe(503),
    )
  })
})
