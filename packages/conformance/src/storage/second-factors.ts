import assert from 'node:assert/strict'
import {
  otpIds,
  recoveryCodeHash,
  userId,
  type OtpSet,
  type PoolStorage,
  type UserId,
} from '@keepsake/domain'
import { errorOf, sameRecords, valueOf, withPool, type StorageCase } from './case.ts'
import { soundOf } from './readable-records.ts'
import { enrolled, find, first, newUsers, unusual, userOf } from './enrolled.ts'
import { anEntry, anEnrolment, anOtpSet, aRecoveryCode, madeAt } from './records.ts'

export const otpCases: readonly StorageCase[] = [
  withPool('otps: what a user has comes back as it was, in its order', async (pool) => {
    const sets = [
      await enrolled(pool),
      await enrolled(pool, {
        authenticators: [anEnrolment(unusual), anEnrolment(), anEnrolment({ name: '' })],
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
    assert.deepEqual(await valueOf(pool.otps.findByUserIds(ids)), [one])
  }),

  withPool('otps: a change takes the place of just what it is from', async (pool) => {
    const [held, other] = [await enrolled(pool), await enrolled(pool)]
    const to = anOtpSet(held.userId, {
      authenticators: [anEnrolment(), ...held.authenticators],
      recoveryCodes: [...held.recoveryCodes, aRecoveryCode()],
    })
    await valueOf(pool.otps.writeAll([{ from: otpIds(held).toReversed(), to }]))
    sameRecords(await find(pool, held, other), [to, other], userOf)
    const last = anOtpSet(held.userId, { recoveryCodes: [] })
    await valueOf(pool.otps.writeAll([{ from: otpIds(to), to: last }]))
    sameRecords(await find(pool, held, other), [last, other], userOf)
  }),

  withPool(
    'otps: a change from anything else is overtaken, and no change of its call is made',
    async (pool) => {
      const authenticators = [anEnrolment(), anEnrolment()]
      const held = [await enrolled(pool, { authenticators }), await enrolled(pool), await enrolled(pool)]
      const [fresh = userId('')] = await newUsers(pool, 1)
      const ids = otpIds(first(held))
      for (const from of [[], ids.slice(1), ids.slice(0, -1), [...ids, 'more'], ['others']]) {
        const changes = held.map((each) => ({
          from: each === held[1] ? otpIds(each) : from,
          to: anOtpSet(each.userId),
        }))
        const error = await errorOf(pool.otps.writeAll([{ from: [], to: anOtpSet(fresh) }, ...changes]))
        assert.equal(error.kind, 'otps-overtaken')
        const overtaken = [held[0]?.userId, held[2]?.userId]
        if (error.kind === 'otps-overtaken') sameRecords(error.userIds, overtaken, String)
        sameRecords(await find(pool, ...held, anOtpSet(fresh)), held, userOf)
      }
      const fromSomething = { from: ['something'], to: anOtpSet(fresh) }
      const error = await errorOf(pool.otps.writeAll([fromSomething]))
      assert.deepEqual(error, { kind: 'otps-overtaken', userIds: [fresh] })
    },
  ),

  withPool('otps: of two changes of one user in one call the second is overtaken', async (pool) => {
    const [fresh = userId('')] = await newUsers(pool, 1)
    const twice = [1, 2].map(() => ({ from: [], to: anOtpSet(fresh) }))
    assert.deepEqual(await errorOf(pool.otps.writeAll(twice)), { kind: 'otps-overtaken', userIds: [fresh] })
    assert.deepEqual(await find(pool, anOtpSet(fresh)), [])
  }),

  withPool(
    'otps: of 64 calls at one moment that give a user a first authenticator, one succeeds',
    async (pool) => {
      const [fresh = userId('')] = await newUsers(pool, 1)
      await onlyOneWins(pool, fresh, [])
    },
  ),

  withPool('otps: of 64 calls at one moment that change the same, one succeeds', async (pool) => {
    const held = await enrolled(pool)
    await onlyOneWins(pool, held.userId, otpIds(held))
  }),

  withPool('otps: a user who is left without authenticators has nothing', async (pool) => {
    const [held, other] = [await enrolled(pool), await enrolled(pool)]
    const empty = { ...held, authenticators: [] }
    await valueOf(pool.otps.writeAll([{ from: otpIds(held), to: empty }]))
    assert.deepEqual(await find(pool, held, other), [other])
    await valueOf(pool.otps.writeAll([{ from: [], to: empty }]))
    await valueOf(pool.otps.writeAll([{ from: [], to: held }]))
    sameRecords(await find(pool, held, other), [held, other], userOf)
  }),

  withPool('otps: a user who does not exist, or not any more, is overtaken', async (pool) => {
    const [held, gone] = [await enrolled(pool), await enrolled(pool)]
    await valueOf(pool.users.removeAll([gone.userId]))
    const replacement = { from: otpIds(held), to: anOtpSet(held.userId) }
    for (const absent of [userId('nobody'), gone.userId]) {
      const stray = { from: [], to: anOtpSet(absent) }
      for (const write of [pool.otps.writeAll, writeAtomically(pool)])
        assert.deepEqual(await errorOf(write([replacement, stray])), {
          kind: 'otps-overtaken',
          userIds: [absent],
        })
    }
    assert.deepEqual(await find(pool, held, gone), [held])
  }),

  withPool(
    'otps: whoever has the same secret is found by its fingerprint, as long as it is there',
    async (pool) => {
      const of = (...fingerprints: readonly string[]): Partial<OtpSet> => ({
        authenticators: fingerprints.map((fingerprint) => anEnrolment({ fingerprint })),
      })
      const [one, two] = [await enrolled(pool, of('a', 'b')), await enrolled(pool, of('a', 'c', 'c'))]
      const holders = async (...fingerprints: readonly string[]): Promise<readonly string[]> => {
        const found = await valueOf(pool.otps.findHolders(fingerprints))
        return found.map((each) => `${each.fingerprint} ${each.userId}`).toSorted()
      }
      const [oneId, twoId] = [one.userId, two.userId]
      assert.deepEqual(await holders('a', 'a', 'none'), [`a ${oneId}`, `a ${twoId}`].toSorted())
      assert.deepEqual(await holders('c', 'b'), [`b ${oneId}`, `c ${twoId}`])
      await valueOf(pool.otps.writeAll([{ from: otpIds(one), to: anOtpSet(oneId, of('c')) }]))
      assert.deepEqual(await holders('a', 'b'), [`a ${twoId}`])
      assert.deepEqual(await holders('c'), [`c ${oneId}`, `c ${twoId}`].toSorted())
      await valueOf(pool.otps.writeAll([{ from: otpIds(two), to: { ...two, authenticators: [] } }]))
      assert.deepEqual(await holders('a', 'b', 'c'), [`c ${oneId}`])
    },
  ),

  withPool('otps: page by page, what every user has is listed once', async (pool) => {
    const several = { authenticators: [anEnrolment(), anEnrolment()] }
    const sets: OtpSet[] = []
    for (let index = 0; index < 7; index += 1) sets.push(await enrolled(pool, index === 3 ? several : {}))
    await newUsers(pool, 2)
    const listed: OtpSet[] = []
    const sizes: number[] = []
    for (let after: UserId | undefined; sizes.at(-1) !== 0; after = listed.at(-1)?.userId) {
      const page = soundOf(await valueOf(pool.otps.list(after, 3)))
      sizes.push(page.length)
      listed.push(...page)
    }
    assert.deepEqual(sizes, [3, 3, 1, 0])
    sameRecords(listed, sets, userOf)
  }),

  withPool('otps: what the users of one tenant have is listed alone, page by page', async (pool) => {
    const entries = [['t1'], ['t2'], ['t2', 't1'], [], ['t1']].map((tenantIds) => anEntry({ tenantIds }))
    await valueOf(pool.users.insertAll(entries))
    const sets = entries.map(({ user }) => anOtpSet(user.id))
    await valueOf(pool.otps.writeAll(sets.map((to) => ({ from: [], to }))))
    const expected = sets.filter((_, index) => [0, 2, 4].includes(index))
    const listed: OtpSet[] = []
    const sizes: number[] = []
    for (let after: UserId | undefined; sizes.at(-1) !== 0; after = listed.at(-1)?.userId) {
      const page = soundOf(await valueOf(pool.otps.list(after, 2, 't1')))
      sizes.push(page.length)
      listed.push(...page)
    }
    assert.deepEqual(sizes, [2, 1, 0])
    sameRecords(listed, expected, userOf)
    assert.deepEqual(await valueOf(pool.otps.list(undefined, 9, 'none')), [])
  }),
]

const writeAtomically =
  (pool: PoolStorage): PoolStorage['otps']['writeAll'] =>
  (changes) =>
    pool.atomically(({ otps }) => otps.writeAll(changes))

const onlyOneWins = async (pool: PoolStorage, user: UserId, from: readonly string[]): Promise<void> => {
  const rivals = Array.from({ length: 64 }, () => anOtpSet(user))
  const answers = await Promise.all(rivals.map((to) => pool.otps.writeAll([{ from, to }])))
  const won = rivals.filter((_, index) => answers[index]?.isOk())
  assert.equal(won.length, 1)
  assert.deepEqual(await find(pool, ...rivals), won)
  for (const answer of answers)
    if (answer.isErr()) assert.deepEqual(answer.error, { kind: 'otps-overtaken', userIds: [user] })
}
