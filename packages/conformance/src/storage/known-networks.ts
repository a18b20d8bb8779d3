import assert from 'node:assert/strict'
import { networksKept, userId, type Instant, type Stores } from '@keepsake/domain'
import { errAsync } from 'neverthrow'
import { alikeTexts } from './alike-texts.ts'
import { atOnce, count, errorOf, valueOf, withPool, type StorageCase } from './case.ts'
import { madeAt } from './records.ts'

const now = madeAt
const until = madeAt + 60_000
const [user, other] = [userId('user'), userId('user-2')]

const remember = ({ knownNetworks }: Stores, network: string, to = until, of = user): Promise<void> =>
  valueOf(knownNetworks.remember(of, network, now, to))

const isKnown = ({ knownNetworks }: Stores, network: string, at = now, of = user): Promise<boolean> =>
  valueOf(knownNetworks.isKnown(of, network, at))

/** Those of `network 0`, `network 1` and so on that are known. */
const known = async (stores: Stores, among: number, at: Instant = now): Promise<readonly number[]> => {
  const answers = await atOnce(among, (index) => stores.knownNetworks.isKnown(user, `network ${index}`, at))
  return [...answers.keys()].filter((index) => answers[index])
}

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, index) => from + index)

export const knownNetworkCases: readonly StorageCase[] = [
  withPool('known networks: one is known once it is remembered, to its user alone', async (pool) => {
    assert.equal(await isKnown(pool, 'network'), false)
    await remember(pool, 'network')
    assert.equal(await isKnown(pool, 'network'), true)
    assert.equal(await isKnown(pool, 'network', now, other), false)
  }),

  withPool('known networks: one is known up to and including the moment asked for', async (pool) => {
    await remember(pool, 'network')
    assert.equal(await isKnown(pool, 'network', until), true)
    assert.equal(await isKnown(pool, 'network', until + 1), false)
  }),

  withPool('known networks: one that is remembered again is known for the longer time', async (pool) => {
    for (const to of [until, until + 5, until + 1]) await remember(pool, 'network', to)
    assert.equal(await isKnown(pool, 'network', until + 5), true)
    assert.equal(await isKnown(pool, 'network', until + 6), false)
  }),

  withPool('known networks: they are compared byte by byte', async (pool) => {
    for (const network of alikeTexts) {
      assert.equal(await isKnown(pool, network), false)
      await remember(pool, network)
      assert.equal(await isKnown(pool, network), true)
    }
  }),

  withPool('known networks: of more than are kept, those that expire first go', async (pool) => {
    const most = networksKept + 3
    // In mixed order, so that the last one to come is one of those that are forgotten.
    const order = range(0, most).toSorted((one, two) => (one % 7) - (two % 7) || one - two)
    for (const index of [...order.filter((each) => each !== 1), 1])
      await remember(pool, `network ${index}`, until + index)
    assert.deepEqual(await known(pool, most), range(3, most))
  }),

  withPool('known networks: of those that expire at one moment, the newest is kept', async (pool) => {
    const upwards = range(0, 2 * networksKept).map((index) => `network ${100 + index}`)
    for (const [of, networks] of [
      [user, upwards],
      [other, upwards.toReversed()],
    ] as const) {
      for (const network of networks) {
        await remember(pool, network, until, of)
        assert.equal(await isKnown(pool, network, now, of), true)
      }
      const answers = await Promise.all(networks.map((network) => isKnown(pool, network, now, of)))
      assert.equal(count(answers, true), networksKept)
    }
  }),

  withPool('known networks: one that is remembered again pushes out no other', async (pool) => {
    for (const index of range(0, networksKept)) await remember(pool, `network ${index}`, until + index)
    for (const index of range(1, 50)) await remember(pool, 'network 7', until + 100 + index)
    assert.deepEqual(await known(pool, networksKept), range(0, networksKept))
  }),

  withPool('known networks: those of one user push out none of another', async (pool) => {
    await remember(pool, 'network 0', now, other)
    for (const index of range(0, 2 * networksKept)) await remember(pool, `network ${index}`)
    assert.equal(await isKnown(pool, 'network 0', now, other), true)
  }),

  withPool('known networks: of many at one moment as many stay as are kept', async (pool) => {
    await atOnce(64, (index) => pool.knownNetworks.remember(user, `network ${index}`, now, until + index))
    assert.deepEqual(await known(pool, 64), range(64 - networksKept, 64))
  }),

  withPool('known networks: clearing away what has expired touches nothing else', async (pool) => {
    await remember(pool, 'network 0', until + 1)
    for (const index of range(0, 40)) await remember(pool, 'network 0', until, userId(`user ${index}`))
    await remember(pool, 'network 1', until)
    for (const index of range(0, 40))
      await valueOf(pool.knownNetworks.remember(userId(`new ${index}`), 'network', until + 1, until + 1))
    assert.deepEqual(await known(pool, 2, until + 1), [0])
    for (const index of range(0, 40))
      assert.equal(await isKnown(pool, 'network', until + 1, userId(`new ${index}`)), true)
  }),

  withPool('known networks: what a transaction that fails has remembered is undone', async (pool) => {
    const undone = { kind: 'undone' } as const
    await remember(pool, 'network 0', until)
    const error = await errorOf(
      pool.atomically(({ knownNetworks }) =>
        knownNetworks
          .remember(user, 'network 0', now, until + 1)
          .andThen(() => knownNetworks.remember(user, 'network 1', now, until + 1))
          .andThen(() => errAsync(undone)),
      ),
    )
    assert.equal(error, undone)
    assert.deepEqual(await known(pool, 2), [0])
    assert.equal(await isKnown(pool, 'network 0', until + 1), false)
  }),
]
