import assert from 'node:assert/strict'
import { knownForMs, userId, type OutboxItem } from '@keepsake/domain'
import { codeHardStop, passwordBackoff } from '@keepsake/domain/rules'
import { valueOf, withPool, type StorageCase } from './case.ts'
import { enrolled, first } from './new-second-factor.ts'
import { granted, make, refusedUntil, reserve } from './make-attempts.ts'
import { busy, claimOf, events, notices, type OutboxKind } from './one-of-each.ts'
import { madeAt } from './records.ts'

const now = madeAt
const year = 365 * 24 * 60 * 60_000
/** The time that a clock shows if it runs a year ahead. */
const ahead = now + year

const outboxCasesOf = <Item extends OutboxItem>(kind: OutboxKind<Item>): readonly StorageCase[] => {
  const { holds, of, anItem } = kind
  const named = (promise: string): string => `outbox of ${holds}: ${promise}`
  const user = userId('user-1')
  return [
    withPool(named('what was put off by a clock that ran ahead is due once it is right'), async (pool) => {
      const outbox = of(pool)
      const [leased, postponed, made] = [
        anItem(user),
        anItem(userId('user-2')),
        anItem(userId('user-3'), { createdAt: ahead }),
      ]
      await valueOf(outbox.addAll([leased, postponed, made]))
      await valueOf(claimOf(kind, pool, 9, ahead, ahead + 60_000))
      await valueOf(outbox.postpone(postponed.id, 1, ahead + 60_000, busy))
      const claim = () => valueOf(claimOf(kind, pool, 9, now + 1, now + 60_000))
      const ids = (await claim()).map(({ item }) => item.id)
      assert.deepEqual(ids.toSorted(), [leased.id, postponed.id, made.id].toSorted())
      assert.deepEqual(await claim(), [])
    }),

    withPool(named('what is due by its own moment goes before what a clock has put off'), async (pool) => {
      const outbox = of(pool)
      const [late, due] = [anItem(user, { createdAt: ahead }), anItem(userId('user-2'), { createdAt: now })]
      await valueOf(outbox.addAll([late, due]))
      const claim = async () =>
        (await valueOf(claimOf(kind, pool, 1, now, now + 60_000))).map(({ item }) => item.id)
      assert.deepEqual([await claim(), await claim(), await claim()], [[due.id], [late.id], []])
    }),
  ]
}

/** What happens to records that were written while a clock ran ahead, once the clock is set right. */
export const clockJumpCases: readonly StorageCase[] = [
  withPool('attempts: a wait longer than any does not count, and the attempts before it do', async (pool) => {
    const by = passwordBackoff
    await make(pool, by.free, ahead, { by })
    await make(pool, 1, now, { by })
    assert.deepEqual(await reserve(pool, now, { by }), refusedUntil(now + 2 * by.firstWaitMs))
  }),

  withPool('attempts: a hard stop stays, whatever the clock said when it was put up', async (pool) => {
    const on = { by: codeHardStop }
    await make(pool, codeHardStop.free, ahead, on)
    assert.equal((await reserve(pool, now, on)).granted, false)
  }),

  withPool('attempts: a wait set by a clock that is a little ahead is waited for', async (pool) => {
    const by = { ...passwordBackoff, longestWaitMs: passwordBackoff.firstWaitMs }
    await make(pool, by.free, now + 5000, { by })
    assert.deepEqual(await reserve(pool, now, { by }), refusedUntil(now + 5000 + by.firstWaitMs))
  }),

  withPool('attempts: those in a row are not forgotten for one call far ahead', async (pool) => {
    const by = passwordBackoff
    await make(pool, by.free, now, { by })
    await make(pool, 1, ahead, { by, key: 'other' })
    assert.deepEqual(await reserve(pool, now, { by }), refusedUntil(now + by.firstWaitMs))
    assert.deepEqual(await reserve(pool, now, { by, key: 'other' }), granted)
  }),

  withPool('single use: what was spent stays spent while a clock runs ahead and back', async (pool) => {
    const spend = (key: string, at: number) =>
      valueOf(pool.singleUse.spend('request-nonce', key, at, at + 600_000))
    for (let index = 0; index < 10; index += 1) assert.equal(await spend(`${index}`, now), 'first')
    for (let index = 0; index < 20; index += 1)
      assert.equal(await spend(`ahead ${index}`, ahead + index), 'first')
    for (let index = 0; index < 10; index += 1) assert.equal(await spend(`${index}`, now + 1), 'spent-before')
  }),

  withPool(
    'known networks: one that a clock far ahead has remembered is not known for longer',
    async (pool) => {
      const user = userId('user')
      const remember = (at: number) =>
        valueOf(pool.knownNetworks.remember(user, 'network', at, at + knownForMs))
      const isKnown = (at: number) => valueOf(pool.knownNetworks.isKnown(user, 'network', at))
      await remember(ahead)
      assert.equal(await isKnown(now), false)
      await remember(now)
      assert.equal(await isKnown(now + knownForMs), true)
      assert.equal(await isKnown(now + knownForMs + 1), false)
      assert.equal(await isKnown(ahead), false)
    },
  ),

  withPool('known networks: none is forgotten for a clock that runs ahead and back', async (pool) => {
    const user = userId('user')
    await valueOf(pool.knownNetworks.remember(user, 'home', now, now + knownForMs))
    for (const who of ['user', 'other', 'third'])
      await valueOf(pool.knownNetworks.remember(userId(who), 'work', ahead, ahead + knownForMs))
    assert.equal(await valueOf(pool.knownNetworks.isKnown(user, 'home', now)), true)
  }),

  withPool('second factors: a step used by a clock that ran ahead holds up no later code', async (pool) => {
    const { userId: user, authenticators } = await enrolled(pool)
    const { id } = first(authenticators)
    const accept = (step: number) => valueOf(pool.secondFactors.acceptStep(user, id, step, now))
    assert.equal(await accept(1_000_000), 'accepted')
    assert.equal(await accept(100), 'accepted')
    assert.equal(await accept(100), 'used-before')
    assert.equal(await accept(104), 'accepted')
    assert.equal(await accept(100), 'used-before')
  }),

  ...outboxCasesOf(notices),
  ...outboxCasesOf(events),
]
