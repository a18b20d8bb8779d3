import { DatabaseSync } from 'node:sqlite'
import type { Secret, Unavailable } from '@keepsake/domain'
import { okAsync, type ResultAsync } from 'neverthrow'
import { expect, test } from 'vitest'
import { openSqlite, temporaryFile } from '../../adapters/storage/temporary-file.ts'
import {
  codeAt,
  errorOf,
  inShort,
  openSubject,
  valueOf,
  type Subject,
  type SubjectOptions,
} from '../../builders/keepsake.ts'

const password = 'correct horse battery staple'
const secrets = [
  'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  'KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU',
  'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
]

type SampleUsers = Subject & {
  readonly ids: Subject['ids']
  readonly ann: string
  readonly bob: string
  readonly eve: string
  /** Damages what rests of somebody, behind everybody's back. */
  readonly damage: (sql: string, ...values: readonly (string | number)[]) => void
}

const openSampleUsers = async (options: SubjectOptions = {}): Promise<SampleUsers> => {
  const file = temporaryFile()
  const on = { storage: await openSqlite(file), file }
  const subject = await openSubject(async () => on, { on, ...options })
  const list = ['ann', 'bob', 'eve'].map((username, index) => ({
    username,
    email: `${username}@example.com`,
    password,
    tenantIds: [index === 2 ? 't2' : 't1'],
    otp: { secret: secrets[index] ?? '' },
  }))
  const { created } = await valueOf(subject.keepsake.users.create({ list: list }))
  const [ann, bob, eve] = created.map(({ account }) => account.user.id as string)
  return {
    ...subject,
    ann: ann!,
    bob: bob!,
    eve: eve!,
    damage: (sql, ...values) => {
      const database = new DatabaseSync(file)
      expect(database.prepare(sql).run(...values).changes).toBe(1)
      database.close()
    },
  }
}

const damagedUser = 'UPDATE keepsake_users SET document = \'{"profile": canary\' WHERE id = ?'

const namesIn = (page: { readonly accounts: readonly { readonly user: { readonly username?: object } }[] }) =>
  page.accounts.map(({ user }) => (user.username as { readonly text: string }).text)

const expectNamed = async (asked: Parameters<typeof errorOf>[0], userId: string): Promise<void> => {
  const failure = (await errorOf(asked)) as Unavailable
  expect(failure).toMatchObject({ kind: 'unavailable', part: 'storage', damaged: [{ userId }] })
  expect(String(failure.cause)).toContain(userId)
  expect(String(failure.cause)).not.toContain('canary')
}

test('a list goes on past a damaged user and names it, page by page, and every other verb goes on for the others', async () => {
  const { keepsake, ann, bob, eve, damage } = await openSampleUsers()
  damage(damagedUser, bob)
  const all = await valueOf(keepsake.users.list({ order: 'oldest-first' }))
  expect(namesIn(all)).toEqual(['ann', 'eve'])
  expect(all.damaged).toEqual([bob])
  expect(await valueOf(keepsake.users.count({}))).toBe(3)

  const seen: unknown[] = []
  for (let cursor: string | undefined; ;) {
    const page = await valueOf(
      keepsake.users.list({ order: 'oldest-first', limit: 1, ...(cursor && { cursor }) }),
    )
    seen.push(...namesIn(page), ...(page.damaged ?? []))
    cursor = page.next
    if (cursor === undefined) break
  }
  expect(seen).toEqual(['ann', bob, 'eve'])

  for (const asked of [
    keepsake.users.get({ userId: bob }),
    keepsake.users.find({ login: 'bob' }),
    keepsake.users.update({ userId: bob, changes: { name: 'Bob' } }),
    keepsake.users.updateMany({ list: [ann, bob].map((userId) => ({ userId, changes: { name: 'x' } })) }),
    keepsake.users.unlock({ userId: bob }),
  ])
    await expectNamed(asked, bob)
  expect((await valueOf(keepsake.users.get({ userId: ann })))?.user.profile.name).toBeUndefined()
  await valueOf(keepsake.signIn({ login: 'ann', password }))
  await valueOf(keepsake.users.update({ userId: eve, changes: { name: 'Eve' } }))

  // What it held stays its own, until it is deleted.
  const again = { list: [{ username: 'bob' }] }
  expect(inShort(((await errorOf(keepsake.users.create(again))) as never as { issues: [] }).issues)).toEqual([
    'list.0.username user.username_taken',
  ])
  expect(await valueOf(keepsake.users.delete({ userIds: [bob] }))).toEqual({ deleted: [bob] })
  expect((await valueOf(keepsake.users.create(again))).created).toHaveLength(1)
  expect((await valueOf(keepsake.users.list({}))).damaged).toBeUndefined()
})

test('a damaged password or authenticator is named by whatever needs it, and everything else goes on', async () => {
  const { keepsake, ann, bob, eve, damage } = await openSampleUsers()
  damage("UPDATE keepsake_credentials SET former = 'canary' WHERE user_id = ?", ann)
  damage("UPDATE keepsake_authenticators SET algorithm = 'canary' WHERE user_id = ?", bob)

  const page = await valueOf(keepsake.users.list({ order: 'oldest-first' }))
  expect(namesIn(page)).toEqual(['bob', 'eve'])
  expect(page.damaged).toEqual([ann])
  await expectNamed(keepsake.users.get({ userId: ann }), ann)
  await expectNamed(keepsake.signIn({ login: 'bob', password }), bob)
  expect(await valueOf(keepsake.signIn({ login: 'eve', password }))).toMatchObject({
    verdict: 'otp_required',
  })

  expect(await valueOf(keepsake.authenticators.report())).toMatchObject({
    users: 2,
    authenticators: 2,
    damaged: [bob],
  })
  expect(await valueOf(keepsake.secrets.rotate())).toMatchObject({ damaged: [bob] })
  const rows = [bob, eve].map((userId) => ({ userId, otp: { secret: 'MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK' } }))
  const imported = await valueOf(
    keepsake.authenticators.import({ list: rows, mode: 'each', replace: true } as never),
  )
  expect(imported).toMatchObject({ replaced: 1, refused: [{ row: 0 }] })
  expect(inShort(imported.refused[0]?.issues ?? [])).toEqual(['list.0.userId user.damaged'])
})

test('a stranger is not told that a damaged user is there, and the operator is', async () => {
  const toldOf: Unavailable[] = []
  const subject = await openSampleUsers({
    settings: { resetUrl: 'https://id.example.com/reset' },
    listeners: {
      onDamaged: (failure) => {
        toldOf.push(failure)
        throw new Error('a defect of the listener')
      },
    },
  })
  const { keepsake, rest, ann, bob, damage } = subject
  const { deviceToken } = (await valueOf(
    keepsake
      .inTenant({ tenantId: 't1' })
      .signIn({ login: 'ann', password, code: codeAt(secrets[0]!, subject.clock.now()) }),
  )) as { readonly deviceToken: Secret<string> }
  damage(damagedUser, bob)
  damage("UPDATE keepsake_credentials SET former = 'canary' WHERE user_id = ?", ann)

  const askAll = async (login: string): Promise<unknown> => {
    const asked = [
      ...[password, 'another one entirely', ''].map((text) => keepsake.signIn({ login, password: text })),
      keepsake.signIn({ login, password, deviceToken: deviceToken.reveal() }),
      keepsake.inTenant({ tenantId: 't1' }).signIn({ login, password }),
      keepsake.passwords.change({ login, password, newPassword: 'trombone staple horse' }),
      keepsake.passwords.requestReset({ login }),
      keepsake.inTenant({ tenantId: 't1' }).passwords.requestReset({ login }),
    ]
    return Promise.all(asked.map(async (each) => valueOf(each as ResultAsync<unknown, unknown>)))
  }
  const nobody = await askAll('nobody@example.com')
  for (const [login, userId] of [
    ['bob', bob],
    ['bob@example.com', bob],
    ['ann', ann],
    ['Ann@Example.com', ann],
  ] as const) {
    toldOf.splice(0)
    expect(await askAll(login), login).toEqual(nobody)
    expect(toldOf.length).toBeGreaterThanOrEqual(8)
    for (const { damaged, cause } of toldOf) {
      expect(damaged).toMatchObject([{ userId }])
      expect(String(cause)).not.toContain('canary')
    }
  }
  const waiting = await valueOf(rest.outbox.list({ state: 'waiting', limit: 100 }))
  expect(
    waiting.filter(({ item }) => item.userId === bob && 'kind' in item && item.kind === 'password-reset'),
  ).toEqual([])

  // Guesses at a damaged user are slowed down like any others.
  const verdicts: string[] = []
  for (let guess = 0; guess < 12; guess += 1)
    verdicts.push(
      (await valueOf(keepsake.signIn({ login: 'bob', password: `guess ${guess}`, ip: '192.0.2.1' }))).verdict,
    )
  expect(new Set(verdicts)).toEqual(new Set(['wrong_credentials', 'too_many_attempts']))
})

test('a tenant hears of its own damaged users alone', async () => {
  const { keepsake, bob, eve, damage } = await openSampleUsers()
  damage(damagedUser, bob)
  const [own, other] = [keepsake.inTenant({ tenantId: 't1' }), keepsake.inTenant({ tenantId: 't2' })]
  expect((await valueOf(own.users.list({}))).damaged).toEqual([bob])
  await expectNamed(own.users.get({ userId: bob }), bob)
  await expectNamed(own.users.find({ login: 'bob' }), bob)
  expect((await valueOf(other.users.list({}))).damaged).toBeUndefined()
  expect(await valueOf(other.users.get({ userId: bob }))).toBeUndefined()
  expect(await valueOf(other.users.find({ login: 'bob' }))).toBeUndefined()
  expect(await valueOf(other.users.delete({ userIds: [bob] }))).toEqual({ deleted: [] })
  expect((await valueOf(other.users.get({ userId: eve })))?.user.id).toBe(eve)

  // Where even that is damaged, to whom it belongs, no tenant hears of it, and the pool does.
  damage("UPDATE keepsake_users SET findable = '' WHERE id = ?", bob)
  expect(await valueOf(own.users.get({ userId: bob }))).toBeUndefined()
  await expectNamed(keepsake.users.get({ userId: bob }), bob)
})

test('a delivery buries what cannot be read, waits for a user who cannot, and sends everything else', async () => {
  const settings = { notices: { otpImported: true }, events: true }
  const toldOf: string[] = []
  const subject = await openSampleUsers({
    settings: settings,
    ports: () => ({
      eventSender: {
        endpoints: [{ name: 'shop' }],
        send: (event) => {
          toldOf.push(event.userId)
          return okAsync(undefined)
        },
      },
    }),
  })
  const { keepsake, ann, bob, eve, damage, sender } = subject
  await valueOf(keepsake.notices.deliver())
  await valueOf(keepsake.events.deliver())
  toldOf.splice(0)
  const before = sender.messages().length
  const otp = { secret: 'MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK' }
  const list = [ann, bob, eve].map((userId) => ({ userId, otp }))
  await valueOf(keepsake.authenticators.import({ list, replace: true }))
  damage("UPDATE keepsake_outbox SET document = 'canary' WHERE due_at IS NOT NULL AND user_id = ?", ann)
  damage("UPDATE keepsake_events SET document = 'canary' WHERE channel = '' AND user_id = ?", ann)
  damage(damagedUser, bob)

  expect(await valueOf(keepsake.notices.deliver())).toEqual({
    sent: 1,
    postponed: 1,
    dead: 1,
    failures: [
      { failure: 'record-damaged', count: 1 },
      { failure: 'record-damaged', reason: 'the record of the user cannot be read', count: 1 },
    ],
  })
  expect(sender.messages().length - before).toBe(1)
  const [dead] = await valueOf(keepsake.notices.list({ state: 'dead', limit: 9 }))
  expect(dead).toMatchObject({ item: { userId: ann, damaged: true }, failure: 'record-damaged' })

  expect(await valueOf(keepsake.events.deliver())).toMatchObject({ sent: 2, dead: 0 })
  expect(toldOf.toSorted()).toEqual([bob, eve].toSorted())
  expect(await valueOf(keepsake.events.report())).toMatchObject({
    dead: 1,
    failures: [{ failure: 'record-damaged', state: 'dead', count: 1 }],
  })
  // Later events of the same user are told.
  await valueOf(keepsake.users.update({ userId: ann, changes: { name: 'Ann' } }))
  toldOf.splice(0)
  await valueOf(keepsake.events.deliver())
  expect(toldOf).toEqual([ann])
})
