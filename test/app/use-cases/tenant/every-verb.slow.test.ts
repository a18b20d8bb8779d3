import { createIdentity } from '@keepsake/app'
import { userId } from '@keepsake/domain'
import { describe, expect, test } from 'vitest'
import { pool, storages, valueOf, type Subject } from '../../../builders/identity.ts'
import { interleaved } from '../../../builders/interleaved.ts'
import { bringPeople, nobody, openWithSettings, settings, type Person } from './people.ts'
import { everyAsk, verbs } from './verbs.ts'

/** What comes of a call, in words that can be compared and searched. */
const answerOf = async (call: ReturnType<(typeof everyAsk)[number][1]>): Promise<string> =>
  JSON.stringify(await call)

/** All that rests of people, and what is to be told of them. Attempts are not theirs: they are counted by login. */
const restOf = async ({ rest }: Pick<Subject, 'rest'>, people: readonly string[]): Promise<unknown> => {
  const ids = people.map(userId)
  const posted = { state: 'waiting', limit: 100 } as const
  return {
    users: (await valueOf(rest.users.findByIds(ids))).toSorted((one, other) => (one.id < other.id ? -1 : 1)),
    credentials: await valueOf(rest.credentials.findByUserIds(ids)),
    otps: await valueOf(rest.otps.findByUserIds(ids)),
    notices: (await valueOf(rest.outbox.list(posted))).filter(({ item }) => people.includes(item.userId)),
    events: (await valueOf(rest.events.list(posted))).filter(({ item }) => people.includes(item.userId)),
  }
}

const idsOf = ({ userId: id, mustChange, invited }: Person): readonly string[] => [
  id,
  mustChange.userId,
  invited.userId,
]

test('every verb of a tenant is asked', async () => {
  const { identity } = await openWithSettings(storages[0]!.open)
  expect(Object.keys(verbs).toSorted()).toEqual(Object.keys(identity.inTenant('tenA')).toSorted())
})

test('what is the operator’s is offered for the whole pool alone', async () => {
  const { identity } = await openWithSettings(storages[0]!.open)
  const ofTenant = new Set(Object.keys(identity.inTenant('tenA')))
  const others = Object.keys(identity).filter((verb) => !ofTenant.has(verb))
  expect(others.filter((verb) => !/(?:Notices|Events|Endpoints|Usernames)$/u.test(verb))).toEqual([
    'rotateSealing',
    'inTenant',
  ])
})

test.each([undefined, null, '', 7, {}])('a tenant has an id, and %j is none', async (tenantId) => {
  const { identity } = await openWithSettings(storages[0]!.open)
  expect(() => identity.inTenant(tenantId as string)).toThrow(TypeError)
})

describe.each(storages)('on $name', ({ open }) => {
  test.each(everyAsk)('%s: finds nobody of another tenant, and changes nothing of them', async (_, ask) => {
    const subject = await openWithSettings(open)
    const ann = await bringPeople(subject, 'tenA', 'ann')
    const before = await restOf(subject, idsOf(ann))
    const answer = await answerOf(ask(subject.identity.inTenant('tenB'), ann))
    expect(await restOf(subject, idsOf(ann))).toEqual(before)
    for (const hidden of [...idsOf(ann), 'HR-ann']) expect(answer).not.toContain(hidden)
    // As far as this tenant can tell, it is somebody whom the pool has never heard of.
    const other = await openWithSettings(storages[0]!.open)
    await bringPeople(other, 'tenA', 'ann')
    if (!answer.includes('"created"'))
      expect(answer).toBe(await answerOf(ask(other.identity.inTenant('tenB'), nobody)))
  })
})

test.each(everyAsk)('%s: does to a member what it does to a user of the pool', async (_, ask) => {
  const [inPool, inTenant] = await Promise.all(
    ['pool', 'tenant'].map(async (scope) => {
      const subject = await openWithSettings(storages[0]!.open)
      const ann = await bringPeople(subject, 'tenA', 'ann')
      const { identity } = subject
      const answered = await ask(scope === 'pool' ? identity : identity.inTenant('tenA'), ann)
      return { answered, shape: shapeOf(answered), rest: shapeOf(await restOf(subject, idsOf(ann))) }
    }),
  )
  expect(inTenant?.answered.isOk()).toBe(true)
  expect(inTenant?.shape).toEqual(inPool?.shape)
  expect(inTenant?.rest).toEqual(inPool?.rest)
})

/** A value without what is drawn at random, such as ids, hashes and sealed texts, and without the tenants of new users. */
const shapeOf = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, each: unknown) =>
      key === 'tenantIds' || (typeof each === 'string' && each.length >= 24) ? 'left out' : each,
    ),
  )

describe('a user who is moved to another tenant at any moment of a call', () => {
  test.each(everyAsk)('%s: is changed before that or not at all', async (_, ask) => {
    for (let at = 0; ; at += 1) {
      const subject = await openWithSettings(storages[0]!.open)
      const ann = await bringPeople(subject, 'tenA', 'ann')
      let moved: unknown
      let calls = 0
      const move = async (): Promise<void> => {
        const list = idsOf(ann).map((id) => ({ userId: id, changes: { tenantIds: ['tenC'] } }))
        // Whoever is deleted already is moved nowhere.
        const left = await valueOf(subject.rest.users.findByIds(idsOf(ann).map(userId)))
        const rows = list.filter((row) => left.some(({ id }) => id === row.userId))
        if (rows.length > 0) await valueOf(subject.identity.updateUsers({ list: rows }))
        moved = await restOf(subject, idsOf(ann))
      }
      const storage = interleaved(subject.ports.storage, async (call) => {
        calls = call + 1
        if (call === at) await move()
      })
      const identity = createIdentity({ ...subject.ports, storage }, { pool, ...settings })
      const answered = await ask(identity.inTenant('tenA'), ann)
      if (answered.isErr()) expect(answered.error.kind).toBe('rejected')
      if (calls <= at) break
      expect(await restOf(subject, idsOf(ann)), `moved before call ${at}`).toEqual(moved)
    }
  })
})
