import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { sealed, userId, userPoolId, type Outbox, type OutboxItem, type PoolStorage } from '@keepsake/domain'
import { passwordBackoff } from '@keepsake/domain/rules'
import { fromSafePromise, okAsync } from 'neverthrow'
import { isUnavailable, valueOf, withStorage, type StorageCase } from './case.ts'
import { aChunk, aLedgerRow, aMove } from './move-records.ts'
import { busy, refused } from './one-of-each.ts'
import { aCredential, anAuthenticator, anEntry, anEvent, aNotice, aSecondFactor, madeAt } from './records.ts'

const poolId = userPoolId('pool-one')

const isClosed = async <Item extends OutboxItem>(outbox: Outbox<Item>, item: Item): Promise<void> => {
  await isUnavailable(outbox.addAll([item]))
  await isUnavailable(outbox.claim({ channel: 'email', limit: 1, now: madeAt, leaseUntil: madeAt }))
  await isUnavailable(outbox.markSent('item', madeAt))
  await isUnavailable(outbox.postpone('item', 1, madeAt, busy))
  await isUnavailable(outbox.bury('item', 1, madeAt, refused))
  await isUnavailable(outbox.redrive('all', madeAt))
  await isUnavailable(outbox.drop(['item']))
  await isUnavailable(outbox.list({ state: 'dead', limit: 1 }))
  await isUnavailable(outbox.summary())
  await isUnavailable(outbox.forgetSent(madeAt))
  await isUnavailable(outbox.listSealed(undefined, 1))
  await isUnavailable(outbox.reseal('item', sealed('v1.from'), sealed('v1.to')))
}

const areMovesClosed = async ({ moves }: PoolStorage): Promise<void> => {
  const move = aMove()
  const claimed = { move: move.id, no: 0, attempt: 1 }
  const claim = { move: move.id, holder: 'worker', now: madeAt, leaseUntil: madeAt }
  const row = aLedgerRow(userId('user-1'))
  await isUnavailable(moves.open(move))
  await isUnavailable(moves.find(move.id))
  await isUnavailable(moves.list({ limit: 1 }))
  await isUnavailable(moves.change(0, move))
  await isUnavailable(moves.addChunks([aChunk(move.id, 0)]))
  await isUnavailable(moves.listChunks({ move: move.id, limit: 1 }))
  await isUnavailable(moves.claimChunk(claim))
  await isUnavailable(moves.renewLease(claimed, madeAt))
  await isUnavailable(moves.releaseChunk(claimed))
  await isUnavailable(moves.advance(claimed, {}))
  await isUnavailable(moves.putRefused(move.id, 0, []))
  await isUnavailable(moves.listRefused({ move: move.id, limit: 1 }))
  await isUnavailable(moves.countRefused(move.id))
  await isUnavailable(moves.findRows(row.source, [row.keyDigest]))
  await isUnavailable(moves.findRowsOfUsers([userId('user-1')]))
  await isUnavailable(moves.putRows([{ from: undefined, to: row }]))
  await isUnavailable(moves.removeRows(row.source, [row.keyDigest]))
  await isUnavailable(moves.listRows({ source: row.source, limit: 1 }))
  await isUnavailable(moves.countRows(row.source))
  await isUnavailable(moves.forgetRows(row.source, undefined, 1))
  await isUnavailable(moves.listSealed(undefined, 1))
  await isUnavailable(moves.reseal(row, row.before, row.before))
}

export const lifetimeCases: readonly StorageCase[] = [
  withStorage('closing: every call after it is unavailable', async (storage) => {
    const pool = storage.inPool(poolId)
    await valueOf(storage.close())
    const entry = anEntry()
    const { user, keys } = entry
    await isUnavailable(pool.users.insertAll([entry]))
    await isUnavailable(pool.users.findHeld(keys))
    for (const key of keys) await isUnavailable(pool.users.findByKey(key))
    await isUnavailable(pool.users.findByIds([user.id]))
    await isUnavailable(pool.users.updateAll([{ from: 0, to: entry }]))
    await isUnavailable(pool.users.removeAll([user.id]))
    await isUnavailable(pool.users.list({ filter: {}, order: 'oldest-first', limit: 1 }))
    await isUnavailable(pool.users.count({}))
    await isUnavailable(pool.users.recordSignIn(user.id, madeAt, undefined))
    await isUnavailable(pool.credentials.insertAll([aCredential(user.id)]))
    await isUnavailable(pool.credentials.findByUserIds([user.id]))
    const { hash } = aCredential(user.id)
    await isUnavailable(pool.credentials.upgrade(user.id, hash, hash))
    await isUnavailable(pool.credentials.replace(hash, aCredential(user.id)))
    await isUnavailable(pool.credentials.replaceAll([{ from: hash, to: aCredential(user.id) }]))
    await isUnavailable(pool.secondFactors.writeAll([{ from: [], to: aSecondFactor(user.id) }]))
    await isUnavailable(pool.secondFactors.findByUserIds([user.id]))
    await isUnavailable(pool.secondFactors.findOwners(['fingerprint']))
    await isUnavailable(pool.secondFactors.list(undefined, 1))
    await isUnavailable(pool.secondFactors.acceptStep(user.id, 'enrolment', 1, madeAt))
    await isUnavailable(pool.secondFactors.useRecoveryCode(user.id, 'code', madeAt))
    const { secret } = anAuthenticator()
    await isUnavailable(pool.secondFactors.reseal(user.id, 'enrolment', secret, secret))
    await isClosed(pool.outbox, aNotice(user.id))
    await isClosed(pool.events, anEvent(user.id))
    await isUnavailable(pool.singleUse.spend('request-nonce', 'key', madeAt, madeAt))
    await isUnavailable(pool.attempts.reserve('password', 'key', passwordBackoff, madeAt))
    await isUnavailable(pool.attempts.clear('password', 'key'))
    await isUnavailable(pool.knownNetworks.remember(user.id, 'network', madeAt, madeAt))
    await isUnavailable(pool.knownNetworks.isKnown(user.id, 'network', madeAt))
    await areMovesClosed(pool)
    const key = { id: 'key', purpose: 'digest', secret, createdAt: madeAt } as const
    await isUnavailable(pool.poolKeys.find('digest'))
    await isUnavailable(pool.poolKeys.addFirst(key))
    await isUnavailable(pool.poolKeys.reseal('key', secret, secret))
    await isUnavailable(pool.atomically(() => okAsync('never run')))
    await isUnavailable(storage.inPool(poolId).users.findByIds([user.id]))
  }),

  withStorage('closing: it waits for the work under way, which still succeeds', async (storage) => {
    const pool = storage.inPool(poolId)
    const order: string[] = []
    const entry = anEntry()
    const work = pool
      .atomically((stores) => fromSafePromise(pause(30)).andThen(() => stores.users.insertAll([entry])))
      .map(() => order.push('committed'))
    await pause(5)
    const closed = storage.close().map(() => order.push('closed'))
    await Promise.all([valueOf(work), valueOf(closed)])
    assert.deepEqual(order, ['committed', 'closed'])
  }),

  withStorage(
    'closing: work that does not end is unavailable, and what waits for it too',
    async (storage) => {
      const pool = storage.inPool(poolId)
      const never = new Promise<void>(() => undefined)
      const endless = pool.atomically((stores) =>
        stores.users.insertAll([anEntry()]).andThen(() => fromSafePromise(never)),
      )
      const waiting = pool.atomically((stores) =>
        stores.users.insertAll([anEntry()]).andThen(() => fromSafePromise(never)),
      )
      await pause(5)
      const tooLong = pause(3000, 'not closed', { ref: false })
      assert.notEqual(await Promise.race([storage.close(10), tooLong]), 'not closed')
      await isUnavailable(endless)
      await isUnavailable(waiting)
    },
  ),
]
