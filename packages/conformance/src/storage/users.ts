import assert from 'node:assert/strict'
import { keyText, userId, type UniqueKey, type UserEntry } from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import { atOnce, count, errorOf, sameRecords, valueOf, withPool, type StorageCase } from './case.ts'
import { aFullUser, anEntry, aUser, entryOf, madeAt, newId } from './records.ts'

const idKey = ({ user }: UserEntry): UniqueKey => ({ namespace: 'id', key: user.id })

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

  withPool('users: a second user of one id is refused by that id and leaves nothing', async (pool) => {
    const [first, another, other, later] = [anEntry(), anEntry(), anEntry(), anEntry()]
    const second = anEntry({ id: first.user.id })
    await valueOf(pool.users.insertAll([first, another]))
    const error = await errorOf(pool.users.insertAll([other, second, later]))
    assert.deepEqual(error, { kind: 'keys-taken', keys: [idKey(first)] })
    const ids = [first, other, later].map(({ user }) => user.id)
    assert.deepEqual(await valueOf(pool.users.findByIds(ids)), [first.user])
    assert.deepEqual(await valueOf(pool.users.findHeld([...other.keys, ...second.keys, ...later.keys])), [])
    await valueOf(pool.users.insertAll([other, later]))
  }),

  withPool('users: two of one call with one id are refused', async (pool) => {
    const [one, other] = [anEntry(), anEntry()]
    const error = await errorOf(pool.users.insertAll([one, other, anEntry({ id: one.user.id })]))
    assert.deepEqual(error, { kind: 'keys-taken', keys: [idKey(one)] })
    assert.deepEqual(await valueOf(pool.users.findByIds([one.user.id, other.user.id])), [])
  }),

  withPool('users: an id is held by its user, whatever keys are asked for with it', async (pool) => {
    // With a letter: an id of digits alone is the same in upper case.
    const [entry, none] = [anEntry({ id: userId(`a${newId()}`) }), anEntry()]
    await valueOf(pool.users.insertAll([entry]))
    const upper = { namespace: 'id', key: entry.user.id.toUpperCase() } as const
    sameRecords(
      await valueOf(pool.users.findHeld([idKey(none), upper, ...none.keys, idKey(entry), ...entry.keys])),
      [idKey(entry), ...entry.keys],
      keyText,
    )
    assert.deepEqual(await valueOf(pool.users.findHeld([idKey(entry)])), [idKey(entry)])
  }),

  withPool('users: ids that differ in letter case are different ids', async (pool) => {
    const entries = ['Auth0|aB', 'Auth0|ab', 'auth0|ab'].map((id) => anEntry({ id: userId(id) }))
    await valueOf(pool.users.insertAll(entries))
    const users = entries.map(({ user }) => user)
    const found = await valueOf(pool.users.findByIds(users.map(({ id }) => id)))
    sameRecords(found, users, ({ id }) => id)
  }),

  withPool('users: of calls at one moment with one id, one succeeds', async (pool) => {
    const id = userId(newId())
    const calls = Array.from({ length: 16 }, (_, index) =>
      // Each has ids that the others do not have, in another order.
      index % 2 === 0 ? [anEntry({ id }), anEntry()] : [anEntry(), anEntry({ id })],
    )
    const answers = await atOnce(16, (index) =>
      pool.users
        .insertAll(calls[index] ?? [])
        .map(() => 'inserted' as const)
        .orElse((error) => (error.kind === 'keys-taken' ? ok('taken' as const) : err(error))),
    )
    assert.equal(count(answers, 'inserted'), 1)
    assert.equal(count(answers, 'taken'), 15)
    const winner = calls[answers.indexOf('inserted')] ?? []
    const everybody = calls.flat().map(({ user }) => user.id)
    sameRecords(
      await valueOf(pool.users.findByIds(everybody)),
      winner.map(({ user }) => user),
      (user) => user.id,
    )
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
