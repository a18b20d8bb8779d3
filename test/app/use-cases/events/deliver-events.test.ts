import { openWebhookSender } from '@keepsake/adapters/notify/webhook'
import { conceal, unavailable } from '@keepsake/domain'
import { errAsync } from 'neverthrow'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { openReceiver, type Receiver } from '../../../adapters/notify/webhook/receiver.ts'
import {
  openSubject,
  pool,
  storages,
  valueOf,
  type OpenSubject,
  type Subject,
} from '../../../builders/keepsake.ts'

const whsec = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
const nothing = { sent: 0, postponed: 0, dead: 0 }
/** The longest that the first retry waits. */
const retryMs = 30_000

const openTold = async (
  open: OpenSubject,
): Promise<{ readonly subject: Subject; readonly receiver: Receiver }> => {
  const receiver = await openReceiver()
  const endpoint = { url: `http://127.0.0.1:${receiver.port}/hook`, secrets: [conceal(whsec)] }
  const subject = await openSubject(open, {
    settings: { events: true },
    // The receiver's library takes no signature of another day.
    ports: async () => ({
      eventSender: await openWebhookSender({ endpoints: [endpoint], clock: Date.now, allowPrivate: true }),
    }),
  })
  return { subject, receiver }
}

const create = async ({ keepsake }: Subject, count: number): Promise<readonly string[]> => {
  const list = Array.from({ length: count }, (_, index) => ({ username: `user-${index}` }))
  const { created } = await valueOf(keepsake.users.create({ list }))
  return created.map(({ account }) => account.user.id)
}

/** What has been received, each signed by the secret, as `[id, what it says]`. */
const verified = (receiver: Receiver): readonly (readonly [string, unknown])[] =>
  receiver
    .received()
    .map(({ headers, body }) => [
      String(headers['webhook-id']),
      new Webhook(whsec).verify(body, headers as Record<string, string>),
    ])

const hour = 60 * 60_000

/** When the only waiting event is due after an endpoint has said to leave it alone for so long, in ms from now. */
const dueAfter = async ({ keepsake, clock }: Subject): Promise<number> => {
  expect(await valueOf(keepsake.events.deliver())).toMatchObject({ ...nothing, postponed: 1 })
  const [posted] = await valueOf(keepsake.events.list({ state: 'waiting', limit: 2 }))
  return (posted?.dueAt ?? 0) - clock.now()
}

describe.each(storages)('on $name, events that wait', ({ open }) => {
  test('are told once each, signed, under their ids', async () => {
    const { subject, receiver } = await openTold(open)
    const ids = await create(subject, 25)
    const { keepsake } = subject
    expect(await valueOf(keepsake.events.report())).toMatchObject({ waiting: 25, sent: 0, dead: 0 })
    expect(await valueOf(keepsake.events.deliver({ limit: 20 }))).toEqual({ ...nothing, sent: 20 })
    expect(await valueOf(keepsake.events.deliver())).toEqual({ ...nothing, sent: 5 })
    expect(await valueOf(keepsake.events.deliver())).toEqual(nothing)
    const told = verified(receiver)
    expect(new Set(told.map(([id]) => id)).size).toBe(25)
    expect(told.map(([, said]) => said)).toEqual(
      expect.arrayContaining(
        ids.map((userId) => ({
          type: 'user.created',
          timestamp: new Date(subject.clock.now()).toISOString(),
          data: { pool, userId },
        })),
      ),
    )
    expect(await valueOf(keepsake.events.report())).toMatchObject({ waiting: 0, sent: 25, dead: 0 })
  })

  test('and are not taken are told again under the same id, and nothing about their user before them', async () => {
    const { subject, receiver } = await openTold(open)
    const { keepsake, clock } = subject
    const [userId = ''] = await create(subject, 1)
    await valueOf(keepsake.users.update({ userId, changes: { name: 'Bob' } }))
    await valueOf(keepsake.users.delete({ userIds: [userId] }))
    receiver.answer(503)
    expect(await valueOf(keepsake.events.deliver())).toMatchObject({ ...nothing, postponed: 1 })
    expect(await valueOf(keepsake.events.deliver())).toEqual(nothing)
    receiver.answer(204)
    clock.set(clock.now() + retryMs)
    expect(await valueOf(keepsake.events.deliver())).toEqual({ ...nothing, sent: 3 })
    const told = verified(receiver).map(([id, said]) => [id, (said as { readonly type: string }).type])
    const [first, again] = told
    expect(again).toEqual(first)
    expect(told.map(([, type]) => type)).toEqual([
      'user.created',
      'user.created',
      'user.updated',
      'user.deleted',
    ])
    expect(new Set(told.map(([id]) => id)).size).toBe(3)
  })

  test('and nobody will take are dead, until they are redriven', async () => {
    const { subject, receiver } = await openTold(open)
    const { keepsake } = subject
    await create(subject, 2)
    receiver.answer(410)
    expect(await valueOf(keepsake.events.deliver())).toMatchObject({ ...nothing, dead: 2 })
    const [dead] = await valueOf(keepsake.events.list({ state: 'dead', limit: 1 }))
    expect(dead).toMatchObject({ item: { type: 'user.created' }, failure: 'recipient-refused', attempts: 1 })
    expect(await valueOf(keepsake.events.redrive({ ids: [dead?.item.id ?? ''] }))).toBe(1)
    expect(await valueOf(keepsake.events.redrive({ all: true }))).toBe(1)
    receiver.answer(204)
    expect(await valueOf(keepsake.events.deliver())).toEqual({ ...nothing, sent: 2 })
    subject.clock.set(subject.clock.now() + 1)
    expect(await valueOf(keepsake.events.forgetSent({ before: subject.clock.now() }))).toBe(2)
  })

  test('go on waiting in a process that has no sender', async () => {
    const subject = await openSubject(open, { settings: { events: true } })
    await create(subject, 2)
    expect(await valueOf(subject.keepsake.events.deliver())).toEqual(nothing)
    expect(await valueOf(subject.keepsake.events.report())).toMatchObject({ waiting: 2 })
  })

  test('are none of the notices, and none of those is told', async () => {
    const { subject, receiver } = await openTold(open)
    await create(subject, 1)
    expect(await valueOf(subject.keepsake.notices.deliver())).toEqual(nothing)
    expect(receiver.received()).toEqual([])
    expect(await valueOf(subject.keepsake.notices.report())).toMatchObject({ waiting: 0, sent: 0, dead: 0 })
  })

  test('and are asked to come later are not told again before that, nor later than after four hours', async () => {
    const { subject, receiver } = await openTold(open)
    const { keepsake, clock } = subject
    await create(subject, 1)
    const asksFor = (value: string): void =>
      receiver.answer({ status: 429, headers: { 'retry-after': value } })
    asksFor('600')
    expect(await dueAfter(subject)).toBe(600_000)
    clock.set(clock.now() + 599_999)
    expect(await valueOf(keepsake.events.deliver())).toEqual(nothing)
    clock.set(clock.now() + 1)
    // A wait that is longer than this one counts as well.
    asksFor('1')
    expect(await dueAfter(subject)).toBeGreaterThan(retryMs / 2)
    clock.set(clock.now() + hour)
    asksFor('9'.repeat(300))
    expect(await dueAfter(subject)).toBe(4 * hour)
    clock.set(clock.now() + 4 * hour - 1)
    expect(await valueOf(keepsake.events.deliver())).toEqual(nothing)
    clock.set(clock.now() + 1)
    receiver.answer(204)
    expect(await valueOf(keepsake.events.deliver())).toEqual({ ...nothing, sent: 1 })
  })

  test.each([
    ['a part of a millisecond', 90_000.25, 90_001, 90_001],
    ['for ever', Number.POSITIVE_INFINITY, 4 * hour, 4 * hour],
    ['no number', Number.NaN, retryMs / 2, retryMs],
    ['a time that is over', -5000, retryMs / 2, retryMs],
    ['a time that no clock has', Number.NEGATIVE_INFINITY, retryMs / 2, retryMs],
  ])(
    'wait within bounds if a sender of another service asks for %s',
    async (_, retryAfterMs, least, most) => {
      const send = () => errAsync({ ...unavailable('event-sender', new Error('no')), retryAfterMs })
      const subject = await openSubject(open, {
        settings: { events: true },
        ports: () => ({ eventSender: { send } }),
      })
      await create(subject, 1)
      const due = await dueAfter(subject)
      expect(due).toBeGreaterThanOrEqual(least)
      expect(due).toBeLessThanOrEqual(most)
    },
  )
})
