import assert from 'node:assert/strict'
import { userId } from '@keepsake/domain'
import { atOnce, errorOf, isUnavailable, sameRecords, valueOf, withPool, type StorageCase } from './case.ts'
import { aFullUser, anEntry, aUser, entryOf, madeAt } from './records.ts'

export const userCases: readonly StorageCase[] = [
  withPool('users: a user with every field comes back as it was', async (pool) => {
    const user = aFullUser()
    await valueOf(pool.users.insertAll([entryOf(user)]))
    assert.deepEqual(await valueOf(pool.users.findByIds([user.id])), [user])
  }),

  withPool('users: a field that is absent stays absent', async (pool) => {
    const { username: _, ...user } = aUser()
    const given = { ...user, email: undefined, birthdate: undefined }
    await valueOf(pool.users.insertAll([{ user: given, keys: [], searchTerms: [] }]))
    assert.deepEqual(await valueOf(pool.users.findByIds([user.id])), [user])
  }),

  withPool('users: what is done to a record after it was stored is not seen', async (pool) => {
    const departmentIds = ['dept-1']
    const user = aUser({ departmentIds: ['dept-1'] })
    await valueOf(pool.users.insertAll([entryOf({ ...user, departmentIds })]))
    departmentIds.push('dept-2')
    assert.deepEqual(await valueOf(pool.users.findByIds([user.id])), [user])
  }),

  withPool('users: a thousand are added by one call and found by one call', async (pool) => {
    const entries = Array.from({ length: 1000 }, () => anEntry())
    await valueOf(pool.users.insertAll(entries))
    const users = entries.map((entry) => entry.user)
    const found = await valueOf(pool.users.findByIds(users.map((user) => user.id)))
    sameRecords(found, users, (user) => user.id)
  }),

  withPool('users: nothing is added by an empty list', async (pool) => {
    await valueOf(pool.users.insertAll([]))
    assert.deepEqual(await valueOf(pool.users.findByIds([])), [])
    assert.deepEqual(await valueOf(pool.users.findHeld([])), [])
  }),

  withPool(
    'users: an id that no user has is not found, and one that is asked for twice is found once',
    async (pool) => {
      const entry = anEntry()
      await valueOf(pool.users.insertAll([entry]))
      const ids = [userId('nobody'), entry.user.id, entry.user.id]
      assert.deepEqual(await valueOf(pool.users.findByIds(ids)), [entry.user])
    },
  ),

  withPool('users: a second user of one id is refused and leaves nothing', async (pool) => {
    const first = anEntry()
    const second = anEntry({ id: first.user.id })
    const other = anEntry()
    await valueOf(pool.users.insertAll([first]))
    await isUnavailable(pool.users.insertAll([other, { ...second, keys: other.keys }]))
    assert.deepEqual(await valueOf(pool.users.findByIds([first.user.id, other.user.id])), [first.user])
    assert.deepEqual(await valueOf(pool.users.findHeld(other.keys)), [])
  }),

  withPool('users: a batch of which one key is taken adds nobody', async (pool) => {
    const held = anEntry()
    const fresh = anEntry()
    const clashing = { ...anEntry(), keys: held.keys }
    await valueOf(pool.users.insertAll([held]))
    const error = await errorOf(pool.users.insertAll([fresh, clashing]))
    assert.equal(error.kind, 'keys-taken')
    assert.deepEqual(await valueOf(pool.users.findByIds([fresh.user.id, clashing.user.id])), [])
    assert.deepEqual(await valueOf(pool.users.findHeld(fresh.keys)), [])
    await valueOf(pool.users.insertAll([fresh]))
  }),

  withPool('users: sign-ins are counted, and the last one is remembered', async (pool) => {
    const entry = anEntry()
    const { user } = entry
    await valueOf(pool.users.insertAll([entry]))
    await valueOf(pool.users.recordSignIn(user.id, madeAt + 1, '192.0.2.1'))
    await valueOf(pool.users.recordSignIn(user.id, madeAt + 2, '192.0.2.2'))
    const signIns = { count: 2, lastAt: madeAt + 2, lastIp: '192.0.2.2' }
    assert.deepEqual(await valueOf(pool.users.findByIds([user.id])), [{ ...user, signIns }])
    await valueOf(pool.users.recordSignIn(user.id, madeAt + 3, undefined))
    const [found] = await valueOf(pool.users.findByIds([user.id]))
    assert.deepEqual(found?.signIns, { count: 3, lastAt: madeAt + 3 })
  }),

  withPool('users: of sign-ins at one moment none is lost', async (pool) => {
    const entry = anEntry()
    await valueOf(pool.users.insertAll([entry]))
    await atOnce(64, (index) => pool.users.recordSignIn(entry.user.id, madeAt + index, undefined))
    const [found] = await valueOf(pool.users.findByIds([entry.user.id]))
    assert.equal(found?.signIns.count, 64)
  }),

  withPool('users: a sign-in of an unknown user changes nothing', async (pool) => {
    const entry = anEntry()
    await valueOf(pool.users.insertAll([entry]))
    await valueOf(pool.users.recordSignIn(userId('nobody'), madeAt, undefined))
    assert.deepEqual(await valueOf(pool.users.findByIds([entry.user.id, userId('nobody')])), [entry.user])
  }),
]
