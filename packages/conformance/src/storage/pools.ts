import assert from 'node:assert/strict'
import {
  secondFactorIds,
  sealed,
  networksKept,
  userId,
  userPoolId,
  type Backoff,
  type OutboxItem,
  type PoolStorage,
} from '@keepsake/domain'
import { codeHardStop } from '@keepsake/domain/rules'
import { errorOf, isUnavailable, valueOf, withStorage, type StorageCase } from './case.ts'
import { allEntries, claimOf, events, notices, oneOfEach, type OutboxKind } from './one-of-each.ts'
import {
  aCredential,
  anAuthenticator,
  anEntry,
  anEvent,
  aNotice,
  aSecondFactor,
  aRecoveryCode,
  madeAt,
} from './records.ts'

const twoAttempts: Backoff = { ...codeHardStop, free: 2 }

const withTwoPools = (
  name: string,
  check: (one: PoolStorage, two: PoolStorage) => Promise<void>,
): StorageCase =>
  // Ids that a store could take for one another if it joins its keys without a separator.
  withStorage(name, (storage) =>
    check(storage.inPool(userPoolId('pool')), storage.inPool(userPoolId('pool-2'))),
  )

const entriesApart = <Item extends OutboxItem>(kind: OutboxKind<Item>): StorageCase =>
  withTwoPools(
    `pools: of ${kind.holds}, what was sent, or is dead, in one is the other’s own to look after`,
    async (one, two) => {
      for (const pool of [one, two]) await oneOfEach(pool, kind)
      const before = await allEntries(kind.of(two))
      assert.equal(await valueOf(kind.of(one).redrive('all', madeAt)), 1)
      assert.equal(await valueOf(kind.of(one).forgetSent(madeAt + 100_000)), 1)
      assert.deepEqual(await allEntries(kind.of(two)), before)
      const { waiting, sent, dead } = await valueOf(kind.of(one).summary())
      assert.deepEqual([waiting, sent, dead], [2, 0, 0])
      assert.equal(
        await valueOf(kind.of(one).drop((await allEntries(kind.of(two))).map(({ item }) => item.id))),
        0,
      )
      assert.deepEqual(await allEntries(kind.of(two)), before)
    },
  )

export const poolCases: readonly StorageCase[] = [
  withTwoPools('pools: one key, id and nonce may be used in each', async (one, two) => {
    const entry = anEntry()
    const { id } = entry.user
    const [enrolment, code, notice, event] = [anAuthenticator(), aRecoveryCode(), aNotice(id), anEvent(id)]
    const secondFactors = {
      from: [],
      to: aSecondFactor(id, { authenticators: [enrolment], recoveryCodes: [code] }),
    }
    for (const pool of [one, two]) {
      await valueOf(pool.users.insertAll([entry]))
      await valueOf(pool.credentials.insertAll([aCredential(id)]))
      await valueOf(pool.secondFactors.writeAll([secondFactors]))
      await valueOf(pool.outbox.addAll([notice]))
      await valueOf(pool.events.addAll([event]))
      assert.equal(await valueOf(pool.singleUse.spend('request-nonce', 'key', madeAt, madeAt + 1)), 'first')
    }
  }),

  withTwoPools('pools: nothing of one is found from another', async (one, two) => {
    const entry = anEntry()
    const { id } = entry.user
    await valueOf(one.users.insertAll([entry]))
    await valueOf(one.credentials.insertAll([aCredential(id)]))
    const set = aSecondFactor(id)
    await valueOf(one.secondFactors.writeAll([{ from: [], to: set }]))
    await valueOf(one.outbox.addAll([aNotice(id)]))
    await valueOf(one.events.addAll([anEvent(id)]))
    assert.deepEqual(await valueOf(two.users.findByIds([id])), [])
    assert.deepEqual(await valueOf(two.users.findHeld(entry.keys)), [])
    const filter = { termPrefix: entry.searchTerms[0] }
    assert.deepEqual(await valueOf(two.users.list({ filter, order: 'oldest-first', limit: 9 })), [])
    for (const each of [filter, {}]) assert.equal(await valueOf(two.users.count(each)), 0)
    for (const key of entry.keys) assert.equal(await valueOf(two.users.findByKey(key)), undefined)
    assert.deepEqual(await valueOf(two.credentials.findByUserIds([id])), [])
    const { hash } = aCredential(id)
    assert.equal(await valueOf(two.credentials.upgrade(id, hash, { ...hash, encoded: 'other' })), 'overtaken')
    assert.equal(
      await valueOf(two.credentials.replace(hash, aCredential(id, { mustChange: true }))),
      'overtaken',
    )
    const change = { from: hash, to: aCredential(id, { mustChange: true }) }
    assert.equal((await errorOf(two.credentials.replaceAll([change]))).kind, 'credentials-overtaken')
    assert.deepEqual(await valueOf(one.credentials.findByUserIds([id])), [aCredential(id)])
    assert.deepEqual(await valueOf(two.secondFactors.findByUserIds([id])), [])
    const fingerprints = set.authenticators.map(({ fingerprint }) => fingerprint)
    assert.deepEqual(await valueOf(two.secondFactors.findOwners(fingerprints)), [])
    assert.deepEqual(await valueOf(two.secondFactors.list(undefined, 10)), [])
    assert.deepEqual(await valueOf(claimOf(notices, two, 10, madeAt, madeAt + 1)), [])
    assert.deepEqual(await valueOf(claimOf(events, two, 10, madeAt, madeAt + 1)), [])
  }),

  withTwoPools('pools: nothing of one is changed from another that has none of its ids', async (one, two) => {
    const entry = anEntry()
    const { id } = entry.user
    const [enrolment, code, notice, event] = [anAuthenticator(), aRecoveryCode(), aNotice(id), anEvent(id)]
    const secondFactors = {
      from: [],
      to: aSecondFactor(id, { authenticators: [enrolment], recoveryCodes: [code] }),
    }
    await valueOf(one.users.insertAll([entry]))
    await valueOf(one.secondFactors.writeAll([secondFactors]))
    await valueOf(one.outbox.addAll([notice]))
    await valueOf(one.events.addAll([event]))

    await valueOf(two.users.recordSignIn(id, madeAt, undefined))
    const change = { from: 0, to: { ...entry, user: { ...entry.user, version: 1 } } }
    assert.equal((await errorOf(two.users.updateAll([change]))).kind, 'users-overtaken')
    assert.deepEqual(await valueOf(two.users.removeAll([id])), [])
    await isUnavailable(two.credentials.insertAll([aCredential(id)]))
    assert.equal(
      (await errorOf(two.secondFactors.writeAll([secondFactors]))).kind,
      'second-factors-overtaken',
    )
    const { secret } = enrolment
    assert.equal(await valueOf(two.secondFactors.acceptStep(id, enrolment.id, 1, madeAt)), 'used-before')
    assert.equal(await valueOf(two.secondFactors.useRecoveryCode(id, code.id, madeAt)), 'used-before')
    const resealed = two.secondFactors.reseal(id, enrolment.id, secret, sealed('v1.other'))
    assert.equal(await valueOf(resealed), 'overtaken')
    await valueOf(two.outbox.markSent(notice.id, madeAt))
    await valueOf(two.events.markSent(event.id, madeAt))

    assert.deepEqual(await valueOf(one.users.findByIds([id])), [entry.user])
    assert.deepEqual(await valueOf(one.credentials.findByUserIds([id])), [])
    assert.deepEqual(await valueOf(one.secondFactors.findByUserIds([id])), [secondFactors.to])
    assert.deepEqual(await valueOf(claimOf(notices, one, 10, madeAt, madeAt + 1)), [
      { item: notice, attempt: 1 },
    ])
    assert.deepEqual(await valueOf(claimOf(events, one, 10, madeAt, madeAt + 1)), [
      { item: event, attempt: 1 },
    ])
  }),

  withTwoPools('pools: records of the same ids change in one alone', async (one, two) => {
    const entry = anEntry()
    const { id } = entry.user
    const [enrolment, code, notice, event] = [anAuthenticator(), aRecoveryCode(), aNotice(id), anEvent(id)]
    const secondFactors = {
      from: [],
      to: aSecondFactor(id, { authenticators: [enrolment], recoveryCodes: [code] }),
    }
    for (const pool of [one, two]) {
      await valueOf(pool.users.insertAll([entry]))
      await valueOf(pool.secondFactors.writeAll([secondFactors]))
      await valueOf(pool.outbox.addAll([notice]))
      await valueOf(pool.events.addAll([event]))
    }
    await valueOf(one.users.recordSignIn(id, madeAt, undefined))
    const change = {
      from: 0,
      to: { ...entry, user: { ...entry.user, version: 1 }, keys: [], searchTerms: [] },
    }
    await valueOf(one.users.updateAll([change]))
    await valueOf(one.secondFactors.acceptStep(id, enrolment.id, 7, madeAt))
    await valueOf(one.secondFactors.useRecoveryCode(id, code.id, madeAt))
    const { secret } = enrolment
    await valueOf(one.secondFactors.reseal(id, enrolment.id, secret, sealed('v1.other')))
    await valueOf(claimOf(notices, one, 10, madeAt, madeAt + 1))
    await valueOf(claimOf(events, one, 10, madeAt, madeAt + 1))
    await valueOf(one.outbox.markSent(notice.id, madeAt))
    await valueOf(one.events.markSent(event.id, madeAt))

    assert.deepEqual(await valueOf(two.users.findByIds([id])), [entry.user])
    assert.deepEqual(await valueOf(two.users.findHeld(entry.keys)), entry.keys)
    const query = { filter: { termPrefix: entry.searchTerms[0] }, order: 'oldest-first', limit: 9 } as const
    assert.deepEqual(await valueOf(two.users.list(query)), [entry.user])
    assert.deepEqual(await valueOf(two.secondFactors.findByUserIds([id])), [secondFactors.to])
    await valueOf(
      one.secondFactors.writeAll([
        { from: secondFactorIds(secondFactors.to), to: { ...secondFactors.to, authenticators: [] } },
      ]),
    )
    assert.deepEqual(await valueOf(two.secondFactors.findByUserIds([id])), [secondFactors.to])
    assert.deepEqual(await valueOf(claimOf(notices, two, 10, madeAt, madeAt + 1)), [
      { item: notice, attempt: 1 },
    ])
    assert.deepEqual(await valueOf(claimOf(events, two, 10, madeAt, madeAt + 1)), [
      { item: event, attempt: 1 },
    ])
    await valueOf(one.users.removeAll([id]))
    assert.equal(await valueOf(two.users.count({})), 1)
    assert.deepEqual((await valueOf(two.secondFactors.findByUserIds([id]))).length, 1)
  }),

  entriesApart(notices),
  entriesApart(events),

  withTwoPools('pools: a key that one may forget, the other remembers', async (one, two) => {
    const spend = (pool: PoolStorage, key: string, now: number, until: number): Promise<string> =>
      valueOf(pool.singleUse.spend('request-nonce', key, now, until))
    await spend(one, 'key', madeAt, madeAt)
    await spend(two, 'key', madeAt, madeAt + 100)
    for (const pool of [two, one]) {
      await spend(pool, 'other', madeAt + 1, madeAt + 1)
      assert.equal(await spend(two, 'key', madeAt + 1, madeAt + 100), 'spent-before')
    }
  }),

  withTwoPools('pools: attempts on a key of one do not count in the other', async (one, two) => {
    const reserve = async (pool: PoolStorage, now = madeAt): Promise<boolean> =>
      (await valueOf(pool.attempts.reserve('authenticator-code', 'key', twoAttempts, now))).granted
    assert.deepEqual([await reserve(one), await reserve(one), await reserve(one)], [true, true, false])
    assert.deepEqual([await reserve(two), await reserve(two), await reserve(two)], [true, true, false])
    await valueOf(one.attempts.clear('authenticator-code', 'key'))
    assert.deepEqual([await reserve(two), await reserve(one)], [false, true])
  }),

  withTwoPools('pools: attempts that one may forget, the other keeps', async (one, two) => {
    const reserve = async (
      pool: PoolStorage,
      key: string,
      forgetAfterMs: number,
      now: number,
    ): Promise<boolean> =>
      (
        await valueOf(
          pool.attempts.reserve('authenticator-code', key, { ...twoAttempts, forgetAfterMs }, now),
        )
      ).granted
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await reserve(one, 'key', 10, madeAt)
      await reserve(two, 'key', 100, madeAt)
    }
    for (const pool of [two, one]) {
      await reserve(pool, 'other', 100, madeAt + 50)
      assert.equal(await reserve(two, 'key', 100, madeAt + 50), false)
    }
  }),

  withTwoPools('pools: a network that is known in one is a stranger in the other', async (one, two) => {
    const user = userId('user')
    const remember = (pool: PoolStorage, network: string, now: number, until: number): Promise<void> =>
      valueOf(pool.knownNetworks.remember(user, network, now, until))
    const knows = (pool: PoolStorage, network: string, now: number): Promise<boolean> =>
      valueOf(pool.knownNetworks.isKnown(user, network, now))

    await remember(one, 'network', madeAt, madeAt + 100)
    assert.equal(await knows(two, 'network', madeAt), false)
    await remember(two, 'network', madeAt, madeAt)
    await remember(one, 'other 0', madeAt + 1, madeAt + 999)
    // What expires in one pool, or is over the limit there, is neither removed from another pool nor counted in it.
    for (let index = 0; index < 2 * networksKept; index += 1)
      await remember(two, `other ${index}`, madeAt + 1, madeAt + 200 + index)
    for (const network of ['network', 'other 0']) assert.equal(await knows(one, network, madeAt + 100), true)
    assert.equal(await knows(two, 'other 0', madeAt + 1), false)
    assert.equal(await knows(two, `other ${networksKept}`, madeAt + 1), true)
  }),

  withTwoPools('pools: a transaction reaches its own alone', async (one, two) => {
    const entry = anEntry()
    await valueOf(one.atomically((stores) => stores.users.insertAll([entry])))
    assert.deepEqual(await valueOf(one.users.findByIds([entry.user.id])), [entry.user])
    assert.deepEqual(await valueOf(two.users.findByIds([entry.user.id])), [])
  }),
]
