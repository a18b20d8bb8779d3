import { userPoolId } from '@keepsake/domain'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { openPostgresStorage } from '@keepsake/adapters/storage/postgres'
import { errorOf, valueOf } from '../../../builders/keepsake.ts'
import { aCredential, anEntry } from '../../../builders/users.ts'
import { hasPgbouncer, startPgbouncer } from '../../../servers/pgbouncer.ts'
import type { Server } from '../../../servers/server-process.ts'
import { newSchema } from '../open-postgres.ts'

const url = inject('postgresUrl')

describe.skipIf(url === '' || !hasPgbouncer)('a storage behind pgbouncer in transaction mode', () => {
  let bouncer: Server
  beforeAll(async () => void (bouncer = await startPgbouncer(url)))
  afterAll(() => bouncer.stop())

  const open = async () => {
    const storage = await openPostgresStorage({ url: bouncer.url, schema: newSchema(), connections: 20 })
    onTestFinished(async () => void (await storage.close()))
    return storage.inPool(userPoolId('pool-one'))
  }
  const many = () => Array.from({ length: 200 }, () => anEntry())

  test('copies batches at one moment, over fewer connections than there are batches', async () => {
    const pool = await open()
    const batches = Array.from({ length: 12 }, many)
    await Promise.all(
      batches.map(async (entries) =>
        valueOf(
          pool.atomically((stores) =>
            stores.users
              .insertAll(entries)
              .andThen(() => stores.credentials.insertAll(entries.map(({ user }) => aCredential(user.id)))),
          ),
        ),
      ),
    )
    expect(await valueOf(pool.users.count({}))).toBe(2400)
  })

  test('refuses a batch by the key that is taken, and goes on', async () => {
    const pool = await open()
    const [held] = many()
    await valueOf(pool.users.insertAll([held!]))
    const clash = { ...anEntry(), keys: held!.keys }
    const entries = [...many(), clash]
    const refused = await errorOf(pool.atomically((stores) => stores.users.insertAll(entries)))
    expect(refused).toEqual({ kind: 'keys-taken', keys: held!.keys })
    await valueOf(pool.atomically((stores) => stores.users.insertAll(many())))
    expect(await valueOf(pool.users.count({}))).toBe(201)
  })
})
