import { describe, expect, test } from 'vitest'
import { storages, valueOf } from '../../builders/keepsake.ts'
import { heardAbout, makeEvents, openEndpoint, relayTo, until } from './endpoints.ts'
import { spoilNobody } from './three-endpoints.ts'

/** Longer than the first attempt that failed is waited for. */
const retryMs = 60_000

describe.each(storages)('on $name, an endpoint', ({ open }) => {
  test('that is well hears each event once, a user’s in their order, whatever the others do', () =>
    spoilNobody(open, { users: 8, changes: 2 }))

  test('that wants no more is dead by itself, and others go on', async () => {
    const [gone, good] = [await openEndpoint(410), await openEndpoint(204)]
    const subject = await relayTo(
      [
        { name: 'gone', at: gone },
        { name: 'good', at: good },
      ],
      open,
    )
    await makeEvents(subject, 3, 1)
    await until(() => good.heard.length === 6 && gone.heard.length === 6)
    await until(async () => (await valueOf(subject.keepsake.events.report())).waiting === 0)
    const { channels, failures } = await valueOf(subject.keepsake.events.report())
    expect(channels).toEqual([
      { channel: 'gone', waiting: 0, sent: 0, dead: 6 },
      { channel: 'good', waiting: 0, sent: 6, dead: 0 },
    ])
    expect(failures).toMatchObject([
      { channel: 'gone', state: 'dead', failure: 'recipient-refused', count: 6 },
    ])
    // Redriven by itself, it hears what it has missed, and the other nothing anew.
    gone.behave(204)
    expect(await valueOf(subject.keepsake.events.redrive({ channel: 'gone' }))).toBe(6)
    await until(() => gone.heard.length === 12)
    expect(good.heard).toHaveLength(6)
    expect(new Set(gone.heard.map(({ id }) => id))).toEqual(new Set(good.heard.map(({ id }) => id)))
  })

  test('hears of the events that it wants alone', async () => {
    const [all, some] = [await openEndpoint(204), await openEndpoint(204)]
    const subject = await relayTo(
      [
        { name: 'all', at: all },
        { name: 'some', at: some, events: ['user.deleted'] },
      ],
      open,
    )
    const [userId = ''] = await makeEvents(subject, 1, 1)
    await valueOf(subject.keepsake.users.delete({ userIds: [userId] }))
    await until(() => all.heard.length === 3)
    await until(() => some.heard.length === 1)
    expect(heardAbout(some, userId)).toEqual(['user.deleted'])
    expect(heardAbout(all, userId)).toEqual(['user.created', 'user.updated', 'user.deleted'])
  })

  test('that is taken out leaves what waited for it to be looked at and dropped; a new one hears what comes', async () => {
    const [old, kept, added] = [await openEndpoint(503), await openEndpoint(204), await openEndpoint(204)]
    const before = await relayTo(
      [
        { name: 'old', at: old },
        { name: 'kept', at: kept },
      ],
      open,
    )
    await makeEvents(before, 2, 0)
    await until(() => kept.heard.length === 2 && old.heard.length === 2)
    await before.stop()
    const after = await relayTo(
      [
        { name: 'kept', at: kept },
        { name: 'added', at: added },
      ],
      open,
      {
        on: before,
      },
    )
    const { keepsake } = after
    const ids = await makeEvents(after, 1, 0)
    before.clock.set(before.clock.now() + retryMs)
    await until(() => added.heard.length === 1 && kept.heard.length === 3)
    expect(added.heard.map(({ userId }) => userId)).toEqual(ids)
    expect(old.heard).toHaveLength(2)
    const waiting = await valueOf(keepsake.events.list({ state: 'waiting', channel: 'old', limit: 9 }))
    expect(waiting).toMatchObject([
      { item: { channel: 'old', type: 'user.created' }, failure: 'sender-unavailable', attempts: 1 },
      { item: { channel: 'old', type: 'user.created' }, failure: 'sender-unavailable', attempts: 1 },
    ])
    expect(await valueOf(keepsake.events.drop({ channel: 'old' }))).toBe(2)
    await until(async () => (await valueOf(keepsake.events.report())).sent === 4)
    expect(await valueOf(keepsake.events.report())).toMatchObject({ waiting: 0, dead: 0 })
  })

  test('that moves to another address under its name hears there what waited for it', async () => {
    const [here, there] = [await openEndpoint(503), await openEndpoint(204)]
    const before = await relayTo([{ name: 'shop', at: here }], open)
    await makeEvents(before, 2, 0)
    await until(() => here.heard.length === 2)
    await before.stop()
    before.clock.set(before.clock.now() + retryMs)
    await relayTo([{ name: 'shop', at: there }], open, { on: before })
    await until(() => there.heard.length === 2)
    expect(new Set(there.heard.map(({ id }) => id))).toEqual(new Set(here.heard.map(({ id }) => id)))
  })
})
