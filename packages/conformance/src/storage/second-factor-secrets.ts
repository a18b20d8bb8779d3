import assert from 'node:assert/strict'
import {
  secondFactorIds,
  type StoredRecoveryCode,
  type StoredAuthenticator,
  type SecondFactor,
  type PoolStorage,
  type UserId,
} from '@keepsake/domain'
import { atOnce, count, valueOf, withPool, type StorageCase } from './case.ts'
import { enrolled } from './new-second-factor.ts'
import { anAuthenticator, anEntry, aSecondFactor, aRecoveryCode, madeAt } from './records.ts'

/** A step of half a minute, and its beginning in s since 1970. */
const step = 58_000_000
const begins = step * 30

type Of = Partial<StoredAuthenticator>

/** A new user with authenticators like these, and two recovery codes. */
const userWith = async (pool: PoolStorage, ...of: readonly Of[]): Promise<Held> => {
  const authenticators = of.map((each) => anAuthenticator({ fingerprint: 'same', ...each }))
  return toHeld(await enrolled(pool, { authenticators, recoveryCodes: [aRecoveryCode(), aRecoveryCode()] }))
}

type Held = { readonly set: SecondFactor; readonly user: UserId; readonly ids: readonly string[] }

const toHeld = (set: SecondFactor): Held => ({
  set,
  user: set.userId,
  ids: set.authenticators.map(({ id }) => id),
})

const accept = (pool: PoolStorage, { user, ids }: Held, which: number, at: number): Promise<string> =>
  valueOf(pool.secondFactors.acceptStep(user, ids[which] ?? '', at, madeAt))

const use = (pool: PoolStorage, user: UserId, id: string | undefined, code?: string): Promise<string> =>
  valueOf(pool.secondFactors.useRecoveryCode(user, id ?? '', madeAt, code))

/** Removes everything, and gives a user something else. */
const anew = async (pool: PoolStorage, { set, user }: Held, over: Partial<SecondFactor>): Promise<Held> => {
  const nothing = { userId: user, authenticators: [], recoveryCodes: [] }
  await valueOf(pool.secondFactors.writeAll([{ from: secondFactorIds(set), to: nothing }]))
  const to = aSecondFactor(user, over)
  await valueOf(pool.secondFactors.writeAll([{ from: [], to }]))
  return toHeld(to)
}

/** Removes everything, and gives other authenticators and codes. */
const anewWith = (pool: PoolStorage, held: Held, ...of: readonly Of[]): Promise<Held> =>
  anew(pool, held, { authenticators: of.map((each) => anAuthenticator({ fingerprint: 'same', ...each })) })

/** The same code in another record, which has no time of use. */
const codeLike = (code: StoredRecoveryCode | undefined): StoredRecoveryCode =>
  aRecoveryCode(code === undefined ? {} : { fingerprint: code.fingerprint })

/** When each recovery code of a user was used, according to its record. */
const usesIn = async (pool: PoolStorage, { user }: Held): Promise<readonly unknown[]> =>
  (await valueOf(pool.secondFactors.findByUserIds([user])))[0]?.recoveryCodes.map(({ usedAt }) => usedAt) ??
  []

/** What is used up is a user's secret, whichever record it was used through. */
export const secondFactorSecretCases: readonly StorageCase[] = [
  withPool(
    'second factors: a step is used for every authenticator of its user with the same secret',
    async (pool) => {
      const held = await userWith(pool, {}, { digits: 8 }, { algorithm: 'SHA512' }, { fingerprint: 'other' })
      assert.equal(await accept(pool, held, 0, step), 'accepted')
      for (const which of [1, 2]) {
        assert.equal(await accept(pool, held, which, step), 'used-before')
        assert.equal(await accept(pool, held, which, step - 1), 'used-before')
      }
      assert.equal(await accept(pool, held, 3, step), 'accepted')
      assert.equal(await accept(pool, held, 1, step + 1), 'accepted')
      assert.equal(await accept(pool, held, 0, step + 1), 'used-before')
      const other = await userWith(pool, {})
      assert.equal(await accept(pool, other, 0, step), 'accepted')
    },
  ),

  withPool(
    'second factors: a step stays used when its authenticator is removed and comes again',
    async (pool) => {
      const held = await userWith(pool, {})
      assert.equal(await accept(pool, held, 0, step), 'accepted')
      const again = await anewWith(pool, held, {}, { digits: 8 }, { fingerprint: 'other' })
      for (const which of [0, 1]) assert.equal(await accept(pool, again, which, step), 'used-before')
      assert.equal(await accept(pool, again, 2, step), 'accepted')
      assert.equal(await accept(pool, again, 0, step + 1), 'accepted')
    },
  ),

  withPool(
    'second factors: what is used is time, however long the steps of the next one are',
    async (pool) => {
      for (const [period, used, next] of [
        [60, [begins / 60], begins / 60 + 1],
        [15, [begins / 15, begins / 15 + 1], begins / 15 + 2],
        [45, [Math.floor(begins / 45), Math.floor((begins + 29) / 45)], Math.floor((begins + 29) / 45) + 1],
      ] as const) {
        const held = await userWith(pool, {})
        assert.equal(await accept(pool, held, 0, step), 'accepted')
        const again = await anewWith(pool, held, { period })
        for (const each of used) assert.equal(await accept(pool, again, 0, each), 'used-before')
        assert.equal(await accept(pool, again, 0, next), 'accepted')
      }
    },
  ),

  withPool(
    'second factors: what an authenticator says of its last step is used of its secret',
    async (pool) => {
      const held = await userWith(pool, { lastStep: step }, {})
      assert.equal(await accept(pool, held, 1, step), 'used-before')
      const again = await anewWith(pool, held, {})
      assert.equal(await accept(pool, again, 0, step), 'used-before')
      const earlier = await anewWith(pool, again, { lastStep: step - 5 })
      assert.equal(await accept(pool, earlier, 0, step), 'used-before')
      assert.equal(await accept(pool, earlier, 0, step + 1), 'accepted')
    },
  ),

  withPool('second factors: what a user has used is gone with the user', async (pool) => {
    const entry = anEntry()
    const { id } = entry.user
    const to = aSecondFactor(id, { authenticators: [anAuthenticator({ fingerprint: 'same' })] })
    for (let life = 0; life < 2; life += 1) {
      await valueOf(pool.users.insertAll([entry]))
      await valueOf(pool.secondFactors.writeAll([{ from: [], to }]))
      assert.equal(await accept(pool, toHeld(to), 0, step), 'accepted')
      assert.equal(await use(pool, id, to.recoveryCodes[0]?.id, 'code'), 'accepted')
      await valueOf(pool.users.removeAll([id]))
    }
  }),

  withPool('second factors: a recovery code is used for every record of it', async (pool) => {
    const held = await userWith(pool, {})
    const [one, two] = held.set.recoveryCodes
    assert.equal(await use(pool, held.user, one?.id, 'code'), 'accepted')
    assert.equal(await use(pool, held.user, two?.id, 'code'), 'used-before')
    const again = await anewWith(pool, held, {})
    const [brought] = again.set.recoveryCodes
    assert.equal(await use(pool, again.user, brought?.id, 'code'), 'used-before')
    const [found] = await valueOf(pool.secondFactors.findByUserIds([held.user]))
    assert.equal(found?.recoveryCodes[0]?.usedAt, madeAt)
    const other = await userWith(pool, {})
    assert.equal(await use(pool, other.user, other.set.recoveryCodes[0]?.id, 'code'), 'accepted')
    // A code and a secret are independent of each other, whatever their fingerprints are.
    assert.equal(await accept(pool, other, 0, step), 'accepted')
    assert.equal(await use(pool, other.user, other.set.recoveryCodes[1]?.id, 'same'), 'accepted')
  }),

  withPool('second factors: a recovery code stays used when it is removed and comes again', async (pool) => {
    const held = await userWith(pool, {})
    const [one, two] = held.set.recoveryCodes
    // The hash of another system. Its code is known only once somebody types it.
    assert.equal(await use(pool, held.user, one?.id, 'typed'), 'accepted')
    const comeAgain = [codeLike(one), codeLike(two), aRecoveryCode({ fingerprint: 'typed' })]
    const again = await anew(pool, held, { recoveryCodes: comeAgain })
    assert.deepEqual(await usesIn(pool, again), [madeAt, undefined, madeAt])
    const verdicts = again.set.recoveryCodes.map(({ id }) => use(pool, again.user, id))
    assert.deepEqual(await Promise.all(verdicts), ['used-before', 'accepted', 'used-before'])
    const other = await userWith(pool, {})
    const theirs = await anew(pool, other, { recoveryCodes: comeAgain })
    assert.deepEqual(await usesIn(pool, theirs), [undefined, undefined, undefined])
  }),

  withPool('second factors: a recovery code that is brought as used is used from then on', async (pool) => {
    const recoveryCodes = [aRecoveryCode({ usedAt: madeAt - 5 }), aRecoveryCode()]
    const held = toHeld(await enrolled(pool, { recoveryCodes }))
    const comeAgain = recoveryCodes.map(codeLike)
    const again = await anew(pool, held, { recoveryCodes: comeAgain })
    assert.deepEqual(await usesIn(pool, again), [madeAt - 5, undefined])
    assert.equal(await use(pool, again.user, again.set.recoveryCodes[0]?.id), 'used-before')
    // Beside the present records, and beside a record of the same code in one call.
    const both = [...comeAgain, codeLike(recoveryCodes[1]), { ...codeLike(recoveryCodes[1]), usedAt: madeAt }]
    const last = await anew(pool, again, { recoveryCodes: both })
    assert.deepEqual(await usesIn(pool, last), [madeAt - 5, madeAt, madeAt, madeAt])
    // The time of use in a record stays as it is.
    const said = await anew(pool, last, {
      recoveryCodes: [{ ...codeLike(recoveryCodes[0]), usedAt: madeAt }],
    })
    assert.deepEqual(await usesIn(pool, said), [madeAt])
  }),

  withPool(
    'second factors: of 64 calls at one moment for one step of one secret, one is accepted',
    async (pool) => {
      const held = await userWith(pool, {}, { digits: 8 }, { algorithm: 'SHA256' }, {})
      for (let round = 0; round < 5; round += 1) {
        const answers = await atOnce(64, (index) =>
          pool.secondFactors.acceptStep(
            held.user,
            held.ids[index % held.ids.length] ?? '',
            step + round,
            madeAt,
          ),
        )
        assert.equal(count(answers, 'accepted'), 1)
      }
    },
  ),

  withPool(
    'second factors: of 64 calls at one moment for two records of one code, one is accepted',
    async (pool) => {
      const held = await userWith(pool, {})
      const codes = held.set.recoveryCodes
      const answers = await atOnce(64, (index) =>
        pool.secondFactors.useRecoveryCode(held.user, codes[index % codes.length]?.id ?? '', madeAt, 'code'),
      )
      assert.equal(count(answers, 'accepted'), 1)
    },
  ),
]
