import { createIdentity } from '@keepsake/app'
import { userId } from '@keepsake/domain'
import { describe, expect, test } from 'vitest'
import { openSubject, issuesOf, pool, storages, valueOf, type Subject } from '../../../builders/identity.ts'
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
  expect(Object.keys(identity).filter((verb) => !ofTenant.has(verb))).toEqual([
    'rotateSealing',
    'deliverNotices',
    'reportNotices',
    'listNotices',
    'redriveNotices',
    'forgetSentNotices',
    'deliverEvents',
    'reportEvents',
    'listEvents',
    'redriveEvents',
    'forgetSentEvents',
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

describe('a tenant', () => {
  const open = storages[0]!.open
  const openWithBoth = async (): Promise<Subject & { readonly ann: Person; readonly bea: Person }> => {
    const subject = await openWithSettings(open)
    const ann = await bringPeople(subject, 'tenA', 'ann')
    return { ...subject, ann, bea: await bringPeople(subject, 'tenB', 'bea') }
  }

  test('owns whom it creates, whatever it says of tenants', async () => {
    const { identity } = await openWithSettings(open)
    const tenant = identity.inTenant('tenB')
    for (const [index, tenantIds] of [undefined, [], ['tenB'], ['tenB', 'tenB']].entries()) {
      const row = { username: `new-${index}`, ...(tenantIds === undefined ? {} : { tenantIds }) }
      const { created } = await valueOf(tenant.createUsers({ list: [row] }))
      const { id, tenantIds: own } = created[0]!.account.user
      expect(own).toEqual(['tenB'])
      expect((await valueOf(identity.getUser(id)))?.user.tenantIds).toEqual(['tenB'])
    }
  })

  test('knows of no other tenant, whether it exists or not', async () => {
    const directory = { departments: 'any', tenants: ['tenA', 'tenB'] } as const
    const { identity } = await openSubject(open, { directory })
    const tenant = identity.inTenant('tenB')
    for (const other of ['tenA', 'none']) {
      const list = [{ username: 'x', tenantIds: ['tenB', other] }]
      expect(await issuesOf(tenant.createUsers({ list }))).toEqual(['list.0.tenantIds.1 user.tenant_unknown'])
    }
    const { created } = await valueOf(tenant.createUsers({ list: [{ username: 'y' }] }))
    const { id: user } = created[0]!.account.user
    for (const other of ['tenA', 'none'])
      expect(
        await issuesOf(tenant.updateUser({ userId: user, changes: { tenantIds: ['tenB', other] } })),
      ).toEqual(['changes.tenantIds.1 user.tenant_unknown'])
    expect(await valueOf(tenant.countUsers({}))).toBe(1)
    expect(await issuesOf(identity.inTenant('none').createUsers({ list: [{ username: 'z' }] }))).toEqual([
      'list.0.tenantIds.0 user.tenant_unknown',
    ])
  })

  test('neither takes a user away from itself nor gives one to another', async () => {
    const { identity, ann } = await openWithBoth()
    const tenant = identity.inTenant('tenA')
    const move = (tenantIds: readonly string[] | null): Promise<readonly string[]> =>
      issuesOf(tenant.updateUser({ userId: ann.userId, changes: { tenantIds: tenantIds as string[] } }))
    expect(await move([])).toEqual(['changes.tenantIds user.tenant_missing'])
    expect(await move(null)).toEqual(['changes.tenantIds user.tenant_missing'])
    expect(await move(['tenB'])).toEqual([
      'changes.tenantIds.0 user.tenant_unknown',
      'changes.tenantIds user.tenant_missing',
    ])
    await valueOf(tenant.updateUser({ userId: ann.userId, changes: { tenantIds: ['tenA'], nickname: 'n' } }))
    expect((await valueOf(identity.getUser(ann.userId)))?.user).toMatchObject({
      tenantIds: ['tenA'],
      profile: { nickname: 'n' },
    })
  })

  test('sees of a user whom it shares itself alone, and changes nothing of the others', async () => {
    const { identity, ann } = await openWithBoth()
    const both = ['tenC', 'tenA', 'tenB']
    await valueOf(identity.updateUser({ userId: ann.userId, changes: { tenantIds: both } }))
    for (const tenantId of both) {
      const tenant = identity.inTenant(tenantId)
      const changes = { nickname: tenantId }
      const answers = [
        await valueOf(tenant.getUser(ann.userId)),
        await valueOf(tenant.findUser({ username: ann.username })),
        (await valueOf(tenant.listUsers({ search: 'HR-ann' }))).accounts[0],
        await valueOf(tenant.updateUser({ userId: ann.userId, changes })),
        (await valueOf(tenant.updateUsers({ list: [{ userId: ann.userId, changes }] })))[0],
        await valueOf(tenant.unlockUser({ userId: ann.userId })),
        await valueOf(tenant.requirePasswordChange({ userId: ann.userId })),
      ]
      for (const answer of answers) expect(answer?.user.tenantIds).toEqual([tenantId])
      expect((await valueOf(identity.getUser(ann.userId)))?.user).toMatchObject({
        tenantIds: both,
        profile: { nickname: tenantId },
      })
    }
    expect(await valueOf(identity.countUsers({ tenantId: 'tenC' }))).toBe(1)
  })

  test('changes several users all or none, a stranger among them', async () => {
    const { identity, ann, bea } = await openWithBoth()
    const changes = { nickname: 'changed' }
    const list = [bea, ann].map(({ userId: id }) => ({ userId: id, changes }))
    expect(await issuesOf(identity.inTenant('tenB').updateUsers({ list }))).toEqual([
      'list.1.userId user.not_found',
    ])
    expect((await valueOf(identity.getUser(bea.userId)))?.user.profile).toEqual({})
  })

  test('deletes those of a list who are its own, and hears of no other', async () => {
    const { identity, ann, bea } = await openWithBoth()
    const userIds = [ann.userId, bea.userId, nobody.userId]
    expect(await valueOf(identity.inTenant('tenB').deleteUsers({ userIds }))).toEqual({
      deleted: [bea.userId],
    })
    expect((await valueOf(identity.getUser(ann.userId)))?.user.id).toBe(ann.userId)
  })

  test('learns that an identifier is taken in the pool, and nothing of who has it', async () => {
    const { identity, ann } = await openWithBoth()
    const { username, email, phone, externalId, identity: linked } = ann
    const row = { username, email, phone, externalId, identities: [linked] }
    expect(await issuesOf(identity.inTenant('tenB').createUsers({ list: [row] }))).toEqual([
      'list.0.email user.email_taken',
      'list.0.phone user.phone_taken',
      'list.0.username user.username_taken',
      'list.0.externalId user.external_id_taken',
      'list.0.identities.0 identity.taken',
    ])
  })

  test('is warned of a secret that two of its own users have, and of no other', async () => {
    const { identity, ann, bea } = await openWithBoth()
    const secret = 'MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK'
    const bring = async (tenantId: string, id: string): Promise<readonly string[]> => {
      const command = { list: [{ userId: id, otp: { secret } }], existing: 'add' } as const
      const { warnings } = await valueOf(identity.inTenant(tenantId).importOtp(command))
      return warnings.map(({ code }) => code)
    }
    expect(await bring('tenA', ann.userId)).toEqual([])
    expect(await bring('tenB', bea.userId)).toEqual([])
    expect(await bring('tenB', bea.mustChange.userId)).toEqual(['otp.secret_shared'])
    const { created, warnings } = await valueOf(
      identity.inTenant('tenC').createUsers({ list: [{ username: 'c', otp: { secret } }] }),
    )
    expect([created.length, warnings]).toEqual([1, []])
  })

  test('counts its own passwords and authenticators', async () => {
    const { identity } = await openWithBoth()
    const [all, a, none] = [identity, identity.inTenant('tenA'), identity.inTenant('none')]
    const passwords = async ({ reportPasswords }: typeof a): Promise<number> =>
      (await valueOf(reportPasswords())).hashes.reduce((sum, { users }) => sum + users, 0)
    expect([await passwords(all), await passwords(a), await passwords(none)]).toEqual([4, 2, 0])
    const otps = async ({ reportOtps }: typeof a): Promise<readonly number[]> => {
      const { users, shared } = await valueOf(reportOtps())
      return [users, shared]
    }
    // Ann and Bea have one secret, which the operator alone may know.
    expect([await otps(all), await otps(a), await otps(none)]).toEqual([
      [2, 2],
      [1, 0],
      [0, 0],
    ])
  })

  test('reads on by its own cursors alone', async () => {
    const { identity } = await openWithBoth()
    const [pages, tenant] = [identity, identity.inTenant('tenA')]
    const { next = '' } = await valueOf(tenant.listUsers({ limit: 1 }))
    const { next: ofPool = '' } = await valueOf(pages.listUsers({ limit: 1 }))
    const { next: ofSearch = '' } = await valueOf(pages.listUsers({ limit: 1, tenantId: 'tenA' }))
    expect((await valueOf(tenant.listUsers({ cursor: next }))).accounts).toHaveLength(2)
    for (const [asked, cursor] of [
      [pages, next],
      [identity.inTenant('tenB'), next],
      [tenant, ofPool],
      [tenant, ofSearch],
    ] as const)
      expect(await issuesOf(asked.listUsers({ cursor }))).toEqual(['cursor user.cursor_invalid'])
  })
})
