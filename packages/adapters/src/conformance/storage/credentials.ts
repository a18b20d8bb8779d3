import assert from 'node:assert/strict'
import { userId } from '@keepsake/domain'
import { isUnavailable, sameRecords, valueOf, withPool, type StorageCase } from './case.ts'
import { aCredential, anEntry, madeAt } from './records.ts'

export const credentialCases: readonly StorageCase[] = [
  withPool('credentials: each comes back as it was, for its own user', async (pool) => {
    const [one, two, none] = [anEntry(), anEntry(), anEntry()]
    await valueOf(pool.users.insertAll([one, two, none]))
    const credentials = [
      aCredential(one.user.id, { mustChange: true, setAt: madeAt + 1 }),
      aCredential(two.user.id, { hash: { format: 'md5', encoded: 'd41d8cd98f00b204e9800998ecf8427e' } }),
    ]
    await valueOf(pool.credentials.insertAll(credentials))
    const ids = [none.user.id, two.user.id, userId('nobody'), one.user.id, one.user.id]
    sameRecords(await valueOf(pool.credentials.findByUserIds(ids)), credentials, (each) => each.userId)
    assert.deepEqual(await valueOf(pool.credentials.findByUserIds([none.user.id])), [])
  }),

  withPool('credentials: a second one for a user is refused, and its whole call with it', async (pool) => {
    const [one, two] = [anEntry(), anEntry()]
    await valueOf(pool.users.insertAll([one, two]))
    await valueOf(pool.credentials.insertAll([aCredential(one.user.id)]))
    const second = aCredential(one.user.id, { setAt: madeAt + 1 })
    await isUnavailable(pool.credentials.insertAll([aCredential(two.user.id), second]))
    const found = await valueOf(pool.credentials.findByUserIds([one.user.id, two.user.id]))
    assert.deepEqual(found, [aCredential(one.user.id)])
  }),

  withPool('credentials: one of a user that does not exist is refused', async (pool) => {
    await isUnavailable(pool.credentials.insertAll([aCredential(userId('nobody'))]))
    assert.deepEqual(await valueOf(pool.credentials.findByUserIds([userId('nobody')])), [])
  }),
]
