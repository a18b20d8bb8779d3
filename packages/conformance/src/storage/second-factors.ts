import assert from 'node:assert/strict'
import {
  secondFactorIds,
  recoveryCodeHash,
  userId,
  type SecondFactor,
  type PoolStorage,
  type UserId,
} from '@keepsake/domain'
import { errorOf, sameRecords, valueOf, withPool, type StorageCase } from './case.ts'
import { soundOf } from './readable-records.ts'
import { enrolled, find, first, newUsers, unusual, userOf } from './new-second-factor.ts'
import { anEntry, anAuthenticator, aSecondFactor, aRecoveryCode, madeAt } from './records.ts'

export const secondFactorCases: readonly StorageCase[] = [
  withPool('second factors: what a user has comes back as it was, in its order', async (pool) => {
    const sets = [
      await enrolled(pool),
      await enrolled(pool, {
        authenticators: [anAuthenticator(unusual), anAuthenticator(), anAuthenticator({ name: '' })],
        recoveryCodes: Array.from({ length: 12 }, (_, index) =>
          aRecoveryCode({
            hash: recoveryCodeHash(`v1.k.s.${index}`),
            ...(index === 3 && { usedAt: madeAt }),
          }),
        ),
      }),
      await enrolled(pool, { recoveryCodes: [] }),
    ]
    sameRecords(await find(pool, ...sets), sets, userOf)
    const [none = userId('')] = await newUsers(pool, 1)
    const one = first(sets)
    const ids = [one.userId, none, one.userId, userId('nobody')]
    assert.deepEqual(await valueOf(pool.secondFactors.findByUserIds(ids)), [one])
  }),

  withPool('second factors: a change takes the place of just what it is from', async (pool) => {
    const [held, other] = [await enrolled(pool), await enrolled(pool)]
    const to = aSecondFactor(held.userId, {
      authenticators: [anAuthenticator(), ...held.authenticators],
      recoveryCodes: [...held.recoveryCodes, aRecoveryCode()],
    })
    await valueOf(pool.secondFactors.writeAll([{ from: secondFactorIds(held).toReversed(), to }]))
    sameRecords(await find(pool, held, other), [to, other], userOf)
    const last = aSecondFactor(held.userId, { recoveryCodes: [] })
    await valueOf(pool.secondFactors.writeAll([{ from: secondFactorIds(to), to: last }]))
    sameRecords(await find(pool, held, other), [last, other], userOf)
  }),

  withPool(
    'second factors: a change from anything else is overtaken, and no change of its call is made',
    async (pool) => {
      const authenticators = [anAuthenticator(), anAuthenticator()]
      const held = [await enrolled(pool, { authenticators }), await enrolled(pool), await enrolled(pool)]
      const [fresh = userId('')] = await newUsers(pool, 1)
      const ids = secondFactorIds(first(held))
      for (const from of [[], ids.slice(1), ids.slice(0, -1), [...ids, 'more'], ['others']]) {
        const changes = held.map((each) => ({
          from: each === held[1] ? secondFactorIds(each) : from,
          to: aSecondFactor(each.userId),
        }))
        const error = await errorOf(
          pool.secondFactors.writeAll([{ from: [], to: aSecondFactor(fresh) }, ...changes]),
        )
        assert.equal(error.kind, 'second-factors-overtaken')
        const overtaken = [held[0]?.userId, held[2]?.userId]
        if (error.kind === 'second-factors-overtaken') sameRecords(error.userIds, overtaken, String)
        sameRecords(await find(pool, ...held, aSecondFactor(fresh)), held, userOf)
      }
      const fromSomething = { from: ['something'], to: aSecondFactor(fresh) }
      const error = await errorOf(pool.secondFactors.writeAll([fromSomething]))
      assert.deepEqual(error, { kind: 'second-factors-overtaken', userIds: [fresh] })
    },
  ),

  withPool('second factors: of two changes of one user in one call the second is overtaken', async (pool) => {
    const [fresh = userId('')] = await newUsers(pool, 1)
    const twice = [1, 2].map(() => ({ from: [], to: aSecondFactor(fresh) }))
    assert.deepEqual(await errorOf(pool.secondFactors.writeAll(twice)), {
      kind: 'second-factors-overtaken',
      userIds: [fresh],
    })
    assert.deepEqual(await find(pool, aSecondFactor(fresh)), [])
  }),

  withPool(
    'second factors: of 64 calls at one moment that give a user a first authenticator, one succeeds',
    async (pool) => {
      const [fresh = userId('')] = await newUsers(pool, 1)
      await onlyOneWins(pool, fresh, [])
    },
  ),

  withPool('second factors: of 64 calls at one moment that change the same, one succeeds', async (pool) => {
    const held = await enrolled(pool)
    await onlyOneWins(pool, held.userId, secondFactorIds(held))
  }),

  withPool('second factors: a user who is left without authenticators has nothing', async (pool) => {
    const [held, other] = [await enrolled(pool), await enrolled(pool)]
    const empty = { ...held, authenticators: [] }
    await valueOf(pool.secondFactors.writeAll([{ from: secondFactorIds(held), to: empty }]))
    assert.deepEqual(await find(pool, held, other), [other])
    await valueOf(pool.secondFactors.writeAll([{ from: [], to: empty }]))
    await valueOf(pool.secondFactors.writeAll([{ from: [], to: held }]))
    sameRecords(await find(pool, held, other), [held, other], userOf)
  }),

  withPool('second factors: a user who does not exist, or not any more, is overtaken', async (pool) => {
    const [held, gone] = [await enrolled(pool), await enrolled(pool)]
    await valueOf(pool.users.removeAll([gone.userId]))
    const replacement = { from: secondFactorIds(held), to: aSecondFactor(held.userId) }
    for (const absent of [userId('nobody'), gone.userId]) {
      const stray = { from: [], to: aSecondFactor(absent) }
      for (const write of [pool.secondFactors.writeAll, writeAtomically(pool)])
        assert.deepEqual(await errorOf(write([replacement, stray])), {
          kind: 'second-factors-overtaken',
          userIds: [absent],
        })
    }
    assert.deepEqual(await find(pool, held, gone), [held])
  }),

  withPool(
    'second factors: users with the same secret are found by its fingerprint, as long as it is there',
    async (pool) => {
      const of = (...fingerprints: readonly string[]): Partial<SecondFactor> => ({
        authenticators: fingerprints.map((fingerprint) => anAuthenticator({ fingerprint })),
      })
      const [one, two] = [await enrolled(pool, of('a', 'b')), await enrolled(pool, of('a', 'c', 'c'))]
      const owners = async (...fingerprints: readonly string[]): Promise<readonly string[]> => {
        const found = await valueOf(pool.secondFactors.findOwners(fingerprints))
        return found.map((each) => `${each.fingerprint} ${each.userId}`).toSorted()
      }
      const [oneId, twoId] = [one.userId, two.userId]
      assert.deepEqual(await owners('a', 'a', 'none'), [`a ${oneId}`, `a ${twoId}`].toSorted())
      assert.deepEqual(await owners('c', 'b'), [`b ${oneId}`, `c ${twoId}`])
      await valueOf(
        pool.secondFactors.writeAll([{ from: secondFactorIds(one), to: aSecondFactor(oneId, of('c')) }]),
      )
      assert.deepEqual(await owners('a', 'b'), [`a ${twoId}`])
      assert.deepEqual(await owners('c'), [`c ${oneId}`, `c ${twoId}`].toSorted())
      await valueOf(
        pool.secondFactors.writeAll([{ from: secondFactorIds(two), to: { ...two, authenticators: [] } }]),
      )
      assert.deepEqual(await owners('a', 'b', 'c'), [`c ${oneId}`])
    },
  ),

  withPool('second factors: page by page, what every user has is listed once', async (pool) => {
    const several = { authenticators: [anAuthenticator(), anAuthenticator()] }
    const sets: SecondFactor[] = []
    for (let index = 0; index < 7; index += 1) sets.push(await enrolled(pool, index === 3 ? several : {}))
    await newUsers(pool, 2)
    const listed: SecondFactor[] = []
    const sizes: number[] = []
    for (let after: UserId | undefined; sizes.at(-1) !== 0; after = listed.at(-1)?.userId) {
      const page = soundOf(await valueOf(pool.secondFactors.list(after, 3)))
      sizes.push(page.length)
      listed.push(...page)
    }
    assert.deepEqual(sizes, [3, 3, 1, 0])
    sameRecords(listed, sets, userOf)
  }),

  withPool(
    'second factors: what the users of one tenant have is listed alone, page by page',
    async (pool) => {
      const entries = [['t1'], ['t2'], ['t2', 't1'], [], ['t1']].map((tenantIds) => anEntry({ tenantIds }))
      await valueOf(pool.users.insertAll(entries))
      const sets = entries.map(({ user }) => aSecondFactor(user.id))
      await valueOf(pool.secondFactors.writeAll(sets.map((to) => ({ from: [], to }))))
      const expected = sets.filter((_, index) => [0, 2, 4].includes(index))
      const listed: SecondFactor[] = []
      const sizes: number[] = []
      for (let after: UserId | undefined; sizes.at(-1) !== 0; after = listed.at(-1)?.userId) {
        const page = soundOf(await valueOf(pool.secondFactors.list(after, 2, 't1')))
        sizes.push(page.length)
        listed.push(...page)
      }
      assert.deepEqual(sizes, [2, 1, 0])
      sameRecords(listed, expected, userOf)
      assert.deepEqual(await valueOf(pool.secondFactors.list(undefined, 9, 'none')), [])
    },
  ),
]

const writeAtomically =
  (pool: PoolStorage): PoolStorage['secondFactors']['writeAll'] =>
  (changes) =>
    pool.atomically(({ secondFactors }) => secondFactors.writeAll(changes))

const onlyOneWins = async (pool: PoolStorage, user: UserId, from: readonly string[]): Promise<void> => {
  const rivals = Array.from({ length: 64 }, () => aSecondFactor(user))
  const answers = await Promise.all(rivals.map((to) => pool.secondFactors.writeAll([{ from, to }])))
  const won = rivals.filter((_, index) => answers[index]?.isOk())
  assert.equal(won.length, 1)
  assert.deepEqual(await find(pool, ...rivals), won)
  for (const answer of answers)
    if (answer.isErr()) assert.deepEqual(answer.error, { kind: 'second-factors-overtaken', userIds: [user] })
}
