import assert from 'node:assert/strict'
import {
  userId,
  type KeysTaken,
  type Unavailable,
  type UniqueKey,
  type User,
  type UserChange,
  type UsersOvertaken,
} from '@keepsake/domain'
import { errAsync, type Result } from 'neverthrow'
import { atOnce, count, errorOf, valueOf, withPool, type StorageCase } from './case.ts'
import { aFullUser, anEntry, entryOf, madeAt } from './records.ts'

const login = (key: string): UniqueKey => ({ namespace: 'login', key })

/** The next version of a user, with these fields. */
const changed = (user: User, over: Partial<User> = {}): User => ({
  ...user,
  version: user.version + 1,
  updatedAt: madeAt + 100,
  ...over,
})

/** A change to the next version of a user, which is to hold these keys. */
const changeOf = (user: User, keys: readonly UniqueKey[], over: Partial<User> = {}): UserChange => ({
  from: user.version,
  to: { ...entryOf(changed(user, over)), keys },
})

const outcome = (result: Result<void, UsersOvertaken | KeysTaken | Unavailable>): string =>
  result.isOk() ? 'updated' : result.error.kind

export const userChangeCases: readonly StorageCase[] = [
  withPool('user changes: a record takes the place of the one it is from, field by field', async (pool) => {
    const user = aFullUser()
    await valueOf(pool.users.insertAll([anEntry(), entryOf(user)]))
    const { birthdate: _, externalId: __, ...others } = aFullUser({ id: user.id, status: 'Resigned' })
    const to = changed(user, { ...others, version: 6, birthdate: undefined, externalId: undefined })
    await valueOf(pool.users.updateAll([{ from: 5, to: entryOf(to) }]))
    const { birthdate: ___, externalId: ____, ...expected } = to
    assert.deepEqual(await valueOf(pool.users.findByIds([user.id])), [expected])
  }),

  withPool('user changes: sign-ins and the moment of creation stay', async (pool) => {
    const entry = anEntry()
    await valueOf(pool.users.insertAll([entry]))
    await valueOf(pool.users.recordSignIn(entry.user.id, madeAt + 7, '192.0.2.1'))
    const over = { signIns: { count: 0 }, createdAt: 1, gender: 'W' as const }
    await valueOf(pool.users.updateAll([changeOf(entry.user, entry.keys, over)]))
    const [found] = await valueOf(pool.users.findByIds([entry.user.id]))
    assert.deepEqual(found?.signIns, { count: 1, lastAt: madeAt + 7, lastIp: '192.0.2.1' })
    assert.deepEqual([found.createdAt, found.gender, found.version], [madeAt, 'W', 1])
  }),

  withPool('user changes: one from another version, or of nobody, is overtaken and named', async (pool) => {
    const [one, two, three] = [anEntry(), anEntry(), anEntry()]
    await valueOf(pool.users.insertAll([one, two]))
    await valueOf(pool.users.updateAll([changeOf(one.user, one.keys)]))
    const changes = [one, two, three].map(({ user, keys }) => changeOf(user, keys, { gender: 'W' }))
    const error = await errorOf(pool.users.updateAll(changes))
    assert.equal(error.kind, 'users-overtaken')
    if (error.kind === 'users-overtaken')
      assert.deepEqual([...error.userIds].toSorted(), [one.user.id, three.user.id].toSorted())
    const found = await valueOf(pool.users.findByIds([two.user.id, three.user.id]))
    assert.deepEqual(found, [two.user])
  }),

  withPool('user changes: of 64 at one moment from one version, one is made', async (pool) => {
    const entry = anEntry()
    await valueOf(pool.users.insertAll([entry]))
    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, index) =>
        pool.users.updateAll([
          changeOf(entry.user, [...entry.keys, login(`own ${index}`)], { profile: { name: `${index}` } }),
        ]),
      ),
    )
    assert.equal(count(answers.map(outcome), 'updated'), 1)
    assert.equal(count(answers.map(outcome), 'users-overtaken'), 63)
    const winner = answers.findIndex((answer) => answer.isOk())
    const [found] = await valueOf(pool.users.findByIds([entry.user.id]))
    assert.equal(found?.profile.name, `${winner}`)
    const held = await valueOf(pool.users.findHeld(answers.map((_, index) => login(`own ${index}`))))
    assert.deepEqual(held, [login(`own ${winner}`)])
  }),

  withPool(
    'user changes: keys no longer held are free, and those held anew lead to the user',
    async (pool) => {
      const { user } = anEntry()
      const [kept, left, taken] = [login('kept'), login('left'), login('taken')]
      await valueOf(pool.users.insertAll([{ user, keys: [kept, left], searchTerms: [] }]))
      await valueOf(pool.users.updateAll([changeOf(user, [taken, kept])]))
      for (const key of [kept, taken]) assert.equal((await valueOf(pool.users.findByKey(key)))?.id, user.id)
      assert.equal(await valueOf(pool.users.findByKey(left)), undefined)
      await valueOf(pool.users.insertAll([{ ...anEntry(), keys: [left] }]))
    },
  ),

  withPool('user changes: keys of others are named, and nothing of the call stays', async (pool) => {
    const [one, two, other] = [anEntry(), anEntry(), anEntry()]
    await valueOf(pool.users.insertAll([one, two, other]))
    const error = await errorOf(
      pool.users.updateAll([
        changeOf(one.user, [login('free')]),
        changeOf(two.user, [...two.keys, ...other.keys]),
      ]),
    )
    assert.deepEqual(error, { kind: 'keys-taken', keys: other.keys })
    assert.deepEqual(await valueOf(pool.users.findHeld([login('free'), ...one.keys])), one.keys)
    assert.deepEqual(await valueOf(pool.users.findByIds([one.user.id])), [one.user])
  }),

  withPool('user changes: two users exchange their keys, and cannot share one', async (pool) => {
    const [one, two] = [anEntry(), anEntry()]
    await valueOf(pool.users.insertAll([one, two]))
    const both = [login('both')]
    const error = await errorOf(pool.users.updateAll([changeOf(one.user, both), changeOf(two.user, both)]))
    assert.deepEqual(error, { kind: 'keys-taken', keys: both })
    await valueOf(pool.users.updateAll([changeOf(one.user, two.keys), changeOf(two.user, one.keys)]))
    for (const [{ user }, { keys }] of [
      [one, two],
      [two, one],
    ] as const)
      for (const key of keys) assert.equal((await valueOf(pool.users.findByKey(key)))?.id, user.id)
  }),

  withPool(
    'user changes: of changes and new users at one moment that claim a key, one has it',
    async (pool) => {
      for (let round = 0; round < 10; round += 1) {
        const key = login(`round ${round}`)
        const entries = Array.from({ length: 8 }, () => anEntry())
        await valueOf(pool.users.insertAll(entries))
        const answers = await Promise.all(
          entries.flatMap(({ user, keys }) => {
            const fresh = anEntry()
            return [
              pool.users.updateAll([changeOf(user, [...keys, key])]),
              pool.users.insertAll([{ ...fresh, keys: [...fresh.keys, key] }]),
            ]
          }),
        )
        assert.equal(count(answers.map(outcome), 'updated'), 1)
        assert.equal(count(answers.map(outcome), 'keys-taken'), 15)
        assert.equal((await valueOf(pool.users.findHeld([key]))).length, 1)
      }
    },
  ),

  withPool('user changes: of sign-ins and changes at one moment none is lost', async (pool) => {
    const entry = anEntry()
    await valueOf(pool.users.insertAll([entry]))
    const [, answers] = await Promise.all([
      atOnce(32, (index) => pool.users.recordSignIn(entry.user.id, madeAt + index, undefined)),
      Promise.all(
        Array.from({ length: 32 }, () =>
          pool.users.updateAll([changeOf(entry.user, entry.keys, { gender: 'W' })]),
        ),
      ),
    ])
    assert.equal(count(answers.map(outcome), 'updated'), 1)
    const [found] = await valueOf(pool.users.findByIds([entry.user.id]))
    assert.deepEqual([found?.signIns.count, found?.gender, found?.version], [32, 'W', 1])
  }),

  withPool('user changes: a transaction that fails leaves record and keys as they were', async (pool) => {
    const entry = anEntry()
    const undone = { kind: 'undone' } as const
    await valueOf(pool.users.insertAll([entry]))
    const error = await errorOf(
      pool.atomically(({ users }) =>
        users.updateAll([changeOf(entry.user, [login('free')])]).andThen(() => errAsync(undone)),
      ),
    )
    assert.equal(error, undone)
    assert.deepEqual(await valueOf(pool.users.findByIds([entry.user.id])), [entry.user])
    assert.deepEqual(await valueOf(pool.users.findHeld([login('free'), ...entry.keys])), entry.keys)
  }),

  withPool('user changes: nothing is changed by an empty list', async (pool) => {
    await valueOf(pool.users.updateAll([]))
    assert.deepEqual(await valueOf(pool.users.findByIds([userId('nobody')])), [])
  }),
]
