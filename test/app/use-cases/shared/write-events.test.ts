import { sortDamaged, unavailable, type UserId } from '@keepsake/domain'
import { errAsync, fromSafePromise, okAsync, type ResultAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import {
  codeAt,
  errorOf,
  everythingIn,
  openSubject,
  pool,
  startedAt,
  storages,
  valueOf,
  type OpenSubject,
  type Subject,
  type SubjectOptions,
} from '../../../builders/keepsake.ts'
import { firstPassword, resetTokenOf } from '../../../builders/passwords.ts'
import { wrapStorage } from '../../../builders/wrapped-storage.ts'

const settings = {
  events: true,
  loginUrl: 'https://login.example.com',
  resetUrl: 'https://login.example.com/reset',
  passwords: { chosenByAdministrators: true },
} as const
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const otherSecret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const recoveryCodes = ['b471-8ec0-874a-087f-bccb-cd54', '0000-8ec0-874a-087f-bccb-cd54']
const newPassword = 'nine geese on a raft'

/** Bob, who has an authenticator with two recovery codes, and eve, who has none. */
type Life = Subject & { readonly bob: UserId; readonly eve: UserId }

const people = [
  {
    username: 'bob',
    email: 'bob@example.com',
    password: firstPassword,
    otp: { secret, recoveryCodes },
  },
  { username: 'eve', email: 'eve@example.com', password: firstPassword },
]

const openLife = async (open: OpenSubject, options: SubjectOptions = {}): Promise<Life> => {
  const subject = await openSubject(open, { settings, ...options })
  const { created } = await valueOf(subject.keepsake.users.create({ list: people }))
  const [bob, eve] = created.map(({ account }) => account.user.id)
  return { ...subject, bob: bob!, eve: eve! }
}

/** What was written of each event beside its id and the pool, in the order of its making. */
const happened = async ({ rest }: Subject): Promise<readonly unknown[]> => {
  const posted = await valueOf(rest.events.list({ state: 'waiting', limit: 1000 }))
  const { sound } = sortDamaged(posted.map(({ item }) => item))
  return sound.map(({ id: _id, pool: _pool, ...event }) => event)
}

/** What happens to bob and eve, and what is told of it. */
type Deed = {
  readonly name: string
  readonly tells: readonly object[]
  readonly run: (life: Life) => ResultAsync<unknown, unknown>
}

const enrol = ({ keepsake, eve, clock }: Life): ResultAsync<unknown, unknown> =>
  keepsake.authenticators.begin({ userId: eve }).andThen(({ secret: made, ticket }) =>
    keepsake.authenticators.confirm({
      userId: eve,
      ticket: ticket.reveal(),
      code: codeAt(made.reveal(), clock.now()),
    }),
  )

const deeds: readonly Deed[] = [
  {
    name: 'a user is created',
    tells: [{ type: 'user.created' }],
    run: ({ keepsake }) => keepsake.users.create({ list: [{ username: 'zoe' }] }),
  },
  {
    name: 'a user is created who brings an authenticator',
    tells: [{ type: 'user.created' }, { type: 'otp.imported', authenticators: 1 }],
    run: ({ keepsake }) =>
      keepsake.users.create({ list: [{ username: 'zoe', otp: { secret: otherSecret } }] }),
  },
  {
    name: 'a user is changed',
    tells: [{ type: 'user.updated' }],
    run: ({ keepsake, bob }) => keepsake.users.update({ userId: bob, changes: { name: 'Bob' } }),
  },
  {
    name: 'an account elsewhere is linked',
    tells: [{ type: 'user.updated' }],
    run: ({ keepsake, bob }) =>
      keepsake.identities.link({
        userId: bob,
        identity: {
          extIdpId: 'idp',
          provider: 'wechat',
          type: 'openid',
          userIdInIdp: 'one',
          originConnIds: [],
        },
      }),
  },
  {
    name: 'users are deleted',
    tells: [{ type: 'user.deleted' }, { type: 'user.deleted' }],
    run: ({ keepsake, bob, eve }) => keepsake.users.delete({ userIds: [bob, eve, 'nobody'] }),
  },
  {
    name: 'a user changes the password',
    tells: [{ type: 'password.changed', by: 'user' }],
    run: ({ keepsake }) => keepsake.passwords.change({ login: 'eve', password: firstPassword, newPassword }),
  },
  {
    name: 'a reset is completed',
    tells: [{ type: 'password.changed', by: 'reset' }],
    run: (life) =>
      fromSafePromise(resetTokenOf(life)).andThen((token) =>
        life.keepsake.passwords.completeReset({ token, newPassword }),
      ),
  },
  {
    name: 'an administrator has a password made',
    tells: [{ type: 'password.changed', by: 'administrator' }],
    run: ({ keepsake, bob }) => keepsake.passwords.reset({ userId: bob, by: 'generated' }),
  },
  {
    name: 'an administrator chooses a password',
    tells: [{ type: 'password.changed', by: 'administrator' }],
    run: ({ keepsake, bob }) => keepsake.passwords.reset({ userId: bob, by: 'administrator', newPassword }),
  },
  {
    name: 'an authenticator is imported, and another one added',
    tells: [
      { type: 'otp.imported', authenticators: 2 },
      { type: 'otp.imported', authenticators: 1 },
    ],
    run: ({ keepsake, bob, eve }) =>
      keepsake.authenticators.import({
        list: [bob, eve].map((id) => ({ userId: id, otp: { secret: otherSecret } })),
        existing: 'add',
      }),
  },
  {
    name: 'an authenticator is enrolled',
    tells: [{ type: 'otp.enrolled', authenticators: 1 }],
    run: enrol,
  },
  {
    name: 'all authenticators are removed',
    tells: [{ type: 'otp.removed', authenticators: 0 }],
    run: ({ keepsake, bob }) => keepsake.authenticators.removeAll({ userId: bob }),
  },
  {
    name: 'a recovery code is used',
    tells: [{ type: 'recovery_code.used', left: 1 }],
    run: ({ keepsake }) =>
      keepsake.signIn({ login: 'bob', password: firstPassword, recoveryCode: recoveryCodes[0]! }),
  },
]

describe.each(storages)('on $name, where a pool has events on,', ({ open }) => {
  test.each(deeds)('an event tells that $name', async ({ run, tells }) => {
    const life = await openLife(open)
    const before = await happened(life)
    expect((await run(life)).isOk()).toBe(true)
    expect((await happened(life)).slice(before.length)).toEqual(
      tells.map((event) => ({ ...event, userId: expect.any(String) as unknown, createdAt: startedAt })),
    )
  })

  test.each(deeds)('where $name and the event cannot be written, nothing is', async ({ run }) => {
    const opened = await open()
    const life = await openLife(open, { on: opened })
    const down = unavailable('storage', new Error('the disk is full'))
    const addAll = (): ReturnType<Life['rest']['events']['addAll']> => errAsync(down)
    const faulty = await openSubject(open, {
      settings,
      on: {
        ...opened,
        storage: wrapStorage(opened.storage, (stores) => ({
          ...stores,
          events: { ...stores.events, addAll },
        })),
      },
    })
    const events = await happened(life)
    const users = await valueOf(life.keepsake.users.list({ limit: 10 }))
    expect((await run({ ...faulty, bob: life.bob, eve: life.eve })).isOk()).toBe(false)
    expect(await happened(life)).toEqual(events)
    expect(await valueOf(life.keepsake.users.list({ limit: 10 }))).toEqual(users)
    const [secondFactors] = await valueOf(life.rest.secondFactors.findByUserIds([life.bob]))
    expect(secondFactors?.authenticators.length).toBe(1)
    expect(secondFactors?.recoveryCodes.map(({ usedAt }) => usedAt)).toEqual([undefined, undefined])
    const proof = { login: 'eve', password: firstPassword }
    expect(await valueOf(life.keepsake.signIn(proof))).toMatchObject({ verdict: 'signed_in' })
  })

  test('an event names the user and the pool, and has an id of its own', async () => {
    const { rest, bob, eve } = await openLife(open)
    const posted = await valueOf(rest.events.list({ state: 'waiting', limit: 9 }))
    const events = sortDamaged(posted.map(({ item }) => item)).sound
    expect(events.map(({ type, userId: id }) => [type, id])).toEqual([
      ['user.created', bob],
      ['otp.imported', bob],
      ['user.created', eve],
    ])
    expect(events.every((event) => event.pool === pool)).toBe(true)
    expect(new Set(events.map(({ id }) => id)).size).toBe(3)
    expect(JSON.stringify(events)).not.toContain('example.com')
  })

  test('a refused row tells nothing, nor does a batch that is refused with it', async () => {
    const life = await openLife(open)
    const before = await happened(life)
    const list = [{ username: 'zoe' }, { username: 'bob' }]
    await errorOf(life.keepsake.users.create({ list }))
    expect(await happened(life)).toEqual(before)
    await valueOf(life.keepsake.users.create({ list, mode: 'each' }))
    expect((await happened(life)).slice(before.length)).toMatchObject([{ type: 'user.created' }])
    const rows = [
      { userId: life.eve, otp: { secret: otherSecret } },
      { userId: 'nobody', otp: { secret } },
    ]
    await errorOf(life.keepsake.authenticators.import({ list: rows }))
    expect(await happened(life)).toHaveLength(before.length + 1)
  })

  test('the same import once more tells nothing, nor does a deletion, a code or a password that is refused', async () => {
    const life = await openLife(open)
    const { keepsake, bob, eve } = life
    const list = [{ userId: eve, otp: { secret: otherSecret, recoveryCodes } }]
    await valueOf(keepsake.authenticators.import({ list }))
    const before = await happened(life)
    expect(await valueOf(keepsake.authenticators.import({ list }))).toMatchObject({ unchanged: 1 })
    await errorOf(keepsake.users.create({ list: people }))
    await valueOf(keepsake.users.delete({ userIds: ['nobody'] }))
    const wrong = { login: 'bob', password: firstPassword, recoveryCode: 'ffff-8ec0-874a-087f-bccb-cd54' }
    await valueOf(keepsake.signIn(wrong))
    await errorOf(keepsake.passwords.reset({ userId: bob, by: 'administrator', newPassword: 'short' }))
    await valueOf(keepsake.authenticators.regenerateRecoveryCodes({ userId: bob }))
    expect(await happened(life)).toEqual(before)
  })

  test('what had happened to a user who is gone is told all the same', async () => {
    const life = await openLife(open)
    await valueOf(life.keepsake.users.delete({ userIds: [life.eve] }))
    const ofEve = (await happened(life)).filter((event) => (event as { userId: string }).userId === life.eve)
    expect(ofEve).toMatchObject([{ type: 'user.created' }, { type: 'user.deleted' }])
  })

  test('of 16 deletions at one moment, one is told', async () => {
    const life = await openLife(open)
    const command = { userIds: [life.eve] }
    await Promise.all(Array.from({ length: 16 }, () => valueOf(life.keepsake.users.delete(command))))
    const deleted = (await happened(life)).filter(
      (event) => (event as { type: string }).type === 'user.deleted',
    )
    expect(deleted).toHaveLength(1)
  })
})

describe.each(storages)('on $name, a pool without events', ({ open }) => {
  test.each(deeds)('writes none where $name, and does not ask for the store', async ({ run }) => {
    const opened = await open()
    const asked: string[] = []
    const storage = wrapStorage(opened.storage, (stores) => ({
      ...stores,
      events: {
        ...stores.events,
        addAll: () => {
          asked.push('events.addAll')
          return okAsync()
        },
      },
    }))
    const life = await openLife(open, {
      settings: { ...settings, events: false },
      on: { ...opened, storage },
    })
    expect((await run(life)).isOk()).toBe(true)
    expect(asked).toEqual([])
    expect(((await everythingIn(life)) as { events: unknown }).events).toEqual([])
  })
})
