import assert from 'node:assert/strict'
import { sealed, userId, type Notice } from '@keepsake/domain'
import { atOnce, count, valueOf, withPool, type StorageCase } from './case.ts'
import { notices, oneOfEach } from './one-of-each.ts'
import { aNotice, madeAt, newId } from './records.ts'
import { soundOf } from './readable-records.ts'

const user = userId('user-1')
const [from, to] = [sealed('v1.key-1.nonce.ciphertext.tag'), sealed('v1.key-2.nonce.ciphertext.tag')]

/** How sealed texts in an outbox are found and sealed anew. */
export const sealedItemCases: readonly StorageCase[] = [
  withPool('sealed items: those that have a secret are listed page by page, each once', async (pool) => {
    const { waiting, dead } = await oneOfEach(pool, notices)
    const { secret: _, ...bare } = aNotice(user)
    const more = [aNotice(user, { channel: 'sms' }), aNotice(user)]
    await valueOf(pool.outbox.addAll([bare, ...more]))
    const listed: Notice[] = []
    for (let page = 0; page < 3; page += 1)
      listed.push(...soundOf(await valueOf(pool.outbox.listSealed(listed.at(-1)?.id, 2))))
    const wanted = [waiting, dead, ...more].toSorted((one, other) => (one.id < other.id ? -1 : 1))
    assert.deepEqual(listed, wanted)
    assert.deepEqual(await valueOf(pool.outbox.listSealed(undefined, 0)), [])
    assert.deepEqual(await valueOf(pool.events.listSealed(undefined, 9)), [])
  }),

  withPool('sealed items: a secret is sealed anew once, and nothing else is another', async (pool) => {
    const { waiting, dead, sent } = await oneOfEach(pool, notices)
    const before = await valueOf(pool.outbox.list({ state: 'waiting', limit: 9 }))
    const outcomes = await atOnce(8, () => pool.outbox.reseal(waiting.id, from, to))
    assert.deepEqual([count(outcomes, 'resealed'), count(outcomes, 'overtaken')], [1, 7])
    assert.deepEqual(
      await valueOf(pool.outbox.list({ state: 'waiting', limit: 9 })),
      before.map((entry) => ({ ...entry, item: { ...entry.item, secret: to } })),
    )
    assert.equal(await valueOf(pool.outbox.reseal(dead.id, from, to)), 'resealed')
    assert.equal(await valueOf(pool.outbox.reseal(sent.id, from, to)), 'overtaken')
    assert.equal(await valueOf(pool.outbox.reseal('nothing', from, to)), 'overtaken')
    assert.equal((await valueOf(pool.outbox.list({ state: 'sent', limit: 9 })))[0]?.item.secret, undefined)
  }),

  withPool('sealed items: one that was sent meanwhile has no secret again', async ({ outbox }) => {
    const item = aNotice(userId(newId()))
    await valueOf(outbox.addAll([item]))
    await Promise.all([valueOf(outbox.markSent(item.id, madeAt)), outbox.reseal(item.id, from, to)])
    assert.deepEqual(await valueOf(outbox.listSealed(undefined, 9)), [])
  }),
]
