import { describe, expect, test } from 'vitest'
import { storages } from '../../../builders/keepsake.ts'
import { betweenCalls } from '../../../builders/moments.ts'
import { verbNames } from '../../../builders/verbs.ts'
import { bringPeople, nobody, openWithSettings } from './people.ts'
import { idsOf, recordsOf } from './records-of.ts'
import { moveMeanwhile } from './move-meanwhile.ts'
import { everyAsk, verbs } from './verbs.ts'

/** What comes of a call, in words that can be compared and searched. */
const answerOf = async (call: ReturnType<(typeof everyAsk)[number][1]>): Promise<string> =>
  JSON.stringify(await call)

test('every verb of a tenant is asked', async () => {
  const { keepsake } = await openWithSettings(storages[0]!.open)
  expect(Object.keys(verbs).toSorted()).toEqual(verbNames(keepsake.inTenant({ tenantId: 'tenA' })))
})

test('what is the operator’s is offered for the whole pool alone', async () => {
  const { keepsake } = await openWithSettings(storages[0]!.open)
  const ofTenant = new Set(Object.keys(keepsake.inTenant({ tenantId: 'tenA' })))
  const others = Object.keys(keepsake).filter((room) => !ofTenant.has(room))
  expect(others).toEqual(['notices', 'events', 'secrets', 'usernames', 'moves', 'inTenant'])
})

test.each([undefined, null, '', 7, {}])('a tenant has an id, and %j is none', async (tenantId) => {
  const { keepsake } = await openWithSettings(storages[0]!.open)
  expect(() => keepsake.inTenant({ tenantId: tenantId as string })).toThrow(
    'tenantId: give the id of the tenant',
  )
})

describe.each(storages)('on $name', ({ open }) => {
  test.each(everyAsk)('%s: finds nobody of another tenant, and changes nothing of them', async (_, ask) => {
    const subject = await openWithSettings(open)
    const ann = await bringPeople(subject, 'tenA', 'ann')
    const before = await recordsOf(subject, idsOf(ann))
    const answer = await answerOf(ask(subject.keepsake.inTenant({ tenantId: 'tenB' }), ann))
    expect(await recordsOf(subject, idsOf(ann))).toEqual(before)
    for (const hidden of [...idsOf(ann), 'HR-ann']) expect(answer).not.toContain(hidden)
    // As far as this tenant can tell, it is somebody whom the pool has never heard of.
    const other = await openWithSettings(storages[0]!.open)
    await bringPeople(other, 'tenA', 'ann')
    if (!answer.includes('"created"'))
      expect(answer).toBe(await answerOf(ask(other.keepsake.inTenant({ tenantId: 'tenB' }), nobody)))
  })
})

test.each(everyAsk)('%s: does to a tenant’s user what it does to a user of the pool', async (_, ask) => {
  const [inPool, inTenant] = await Promise.all(
    ['pool', 'tenant'].map(async (scope) => {
      const subject = await openWithSettings(storages[0]!.open)
      const ann = await bringPeople(subject, 'tenA', 'ann')
      const { keepsake } = subject
      const answered = await ask(scope === 'pool' ? keepsake : keepsake.inTenant({ tenantId: 'tenA' }), ann)
      return { answered, shape: shapeOf(answered), rest: shapeOf(await recordsOf(subject, idsOf(ann))) }
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

describe('a user who is moved to another tenant at any moment of a call is changed before that or not at all', () => {
  test.each(everyAsk)('%s', async (_, ask) =>
    moveMeanwhile(await openWithSettings(storages[0]!.open), ask, betweenCalls),
  )
})
