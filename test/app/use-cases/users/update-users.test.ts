import type { UserChanges } from '@keepsake/domain'
import { describe, expect, test } from 'vitest'
import {
  everythingIn,
  issuesOf,
  openSubject,
  startedAt,
  storages,
  valueOf,
  type OpenSubject,
} from '../../../builders/keepsake.ts'
import { bring, firstPassword, resetTokenOf, verdictOf } from '../../../builders/passwords.ts'
import { customFields } from '../../../builders/settings.ts'

const bob = { username: 'bob', email: 'bob@example.com', name: 'Bob', customData: { school: 'A', age: 3 } }
const settings = { customFields, resetUrl: 'https://login.example.com/reset' }

const openWithBob = async (open: OpenSubject) => {
  const subject = await openSubject(open, {
    settings,
    organization: {
      departments: [{ departmentId: 'd1', openDepartmentId: 'o1' }, { departmentId: 'd2' }],
      tenants: ['t1'],
    },
  })
  const id = await bring(subject, bob)
  subject.clock.set(startedAt + 1000)
  return { ...subject, id }
}

describe.each(storages)('on $name, an updated user', ({ open }) => {
  test('is answered as it rests, found by what is new and not by what is gone, and signs in with it', async () => {
    const subject = await openWithBob(open)
    const { keepsake, id } = subject
    const changes: UserChanges = {
      email: 'New@Example.com',
      username: null,
      phone: '18812345678',
      name: 'Robert',
      customData: { school: null, level: 'gold' },
      departmentIds: ['d2', 'd1', 'd2'],
      tenantIds: ['t1'],
    }
    const account = await valueOf(keepsake.users.update({ userId: id, changes }))
    expect(account).toEqual(await valueOf(keepsake.users.get({ userId: id })))
    expect(account.user).toMatchObject({
      version: 1,
      createdAt: startedAt,
      updatedAt: startedAt + 1000,
      statusChangedAt: startedAt,
      profile: { name: 'Robert' },
      departmentIds: ['d2', 'd1'],
      tenantIds: ['t1'],
    })
    expect({ ...account.user.customData }).toEqual({ age: 3, level: 'gold' })
    expect(account.password).toMatchObject({ mustChange: false })
    for (const login of ['new@example.com', '18812345678'])
      expect(await verdictOf(subject, firstPassword, { login })).toBe('signed_in')
    for (const login of ['bob', 'bob@example.com'])
      expect(await verdictOf(subject, firstPassword, { login })).toBe('wrong_credentials')
    expect(await valueOf(keepsake.users.create({ list: [bob] }))).toMatchObject({ created: [{ row: 0 }] })
  })

  test('is refused with every issue at its place, and stays as it was', async () => {
    const { keepsake, id, ...subject } = await openWithBob(open)
    await bring({ keepsake, ...subject }, { username: 'eve', externalId: 'E' })
    const before = await everythingIn({ keepsake, ...subject })
    const refused = (changes: UserChanges) => issuesOf(keepsake.users.update({ userId: id, changes }))
    expect(
      await refused({
        email: 'x',
        customData: { other: 1 },
        departmentIds: ['d1', 'gone'],
        tenantIds: ['t2'],
      }),
    ).toEqual([
      'changes.customData.other user.custom_field_undeclared',
      'changes.email user.email_malformed',
      'changes.departmentIds.1 user.department_unknown',
      'changes.tenantIds.0 user.tenant_unknown',
    ])
    expect(await refused({ username: 'eve', externalId: 'E' })).toEqual([
      'changes.username user.username_taken',
      'changes.externalId user.external_id_taken',
    ])
    expect(await refused({ email: null, username: null })).toEqual(['changes user.identifier_missing'])
    expect(await issuesOf(keepsake.users.update({ userId: 'nobody', changes: {} }))).toEqual([
      'userId user.not_found',
    ])
    expect(await issuesOf(keepsake.users.update({ userId: id, changes: {}, departmentIdType: 'x' }))).toEqual(
      ['departmentIdType user.department_id_type_unknown'],
    )
    expect(await everythingIn({ keepsake, ...subject })).toEqual(before)
  })

  test('may be in departments by the organization’s own ids', async () => {
    const { keepsake, id } = await openWithBob(open)
    const changes = { departmentIds: ['o1'] }
    const command = { userId: id, changes, departmentIdType: 'open_department_id' }
    expect((await valueOf(keepsake.users.update(command))).user.departmentIds).toEqual(['d1'])
    await valueOf(keepsake.users.update({ userId: id, changes: { name: 'x' } }))
    expect((await valueOf(keepsake.users.get({ userId: id })))?.user.departmentIds).toEqual(['d1'])
  })

  test('that is meant to be of one version is changed in no later one', async () => {
    const { keepsake, id } = await openWithBob(open)
    const update = (version: number, name: string) =>
      keepsake.users.update({ userId: id, version, changes: { name } })
    expect((await valueOf(update(0, 'one'))).user.version).toBe(1)
    expect(await issuesOf(update(0, 'two'))).toEqual(['version user.overtaken'])
    expect((await valueOf(update(1, 'three'))).user.profile.name).toBe('three')
  })

  test.each(['Suspended', 'Deactivated', 'Resigned', 'Archived'])(
    'that is %s does not sign in, and no token of before is good, until it is activated again',
    async (status) => {
      const subject = await openWithBob(open)
      const { keepsake, id } = subject
      const token = await resetTokenOf(subject)
      const suspended = await valueOf(keepsake.users.update({ userId: id, changes: { status } }))
      expect(suspended.user).toMatchObject({ status, statusChangedAt: startedAt + 1000 })
      expect(await verdictOf(subject, firstPassword)).toBe('wrong_credentials')
      const reset = { token, newPassword: 'another one, and long' }
      expect(await valueOf(keepsake.passwords.completeReset(reset))).toMatchObject({
        verdict: 'token_invalid',
      })
      await valueOf(keepsake.users.update({ userId: id, changes: { status: 'Activated' } }))
      expect(await verdictOf(subject, firstPassword)).toBe('signed_in')
    },
  )
})

describe.each(storages)('on $name, users that are updated together', ({ open }) => {
  const openWithTwo = async () => {
    const subject = await openWithBob(open)
    const eve = await bring(subject, { username: 'eve', email: 'eve@example.com' })
    return { ...subject, eve }
  }

  test('may exchange what is unique', async () => {
    const { keepsake, id, eve } = await openWithTwo()
    const list = [
      { userId: id, changes: { email: 'eve@example.com', username: 'eve' } },
      { userId: eve, changes: { email: 'bob@example.com', username: 'bob' } },
    ]
    const accounts = await valueOf(keepsake.users.updateMany({ list }))
    expect(accounts.map(({ user }) => [user.id, user.username?.text])).toEqual([
      [id, 'eve'],
      [eve, 'bob'],
    ])
    expect((await valueOf(keepsake.users.find({ email: 'bob@example.com' })))?.user.id).toBe(eve)
  })

  test('are all refused where one is', async () => {
    const { keepsake, id, eve, ...subject } = await openWithTwo()
    const before = await everythingIn({ keepsake, ...subject })
    const refused = (list: Parameters<typeof keepsake.users.updateMany>[0]['list']) =>
      issuesOf(keepsake.users.updateMany({ list }))
    expect(
      await refused([
        { userId: id, changes: { name: 'fine' } },
        { userId: eve, changes: { email: 'x' } },
        { userId: 'nobody', changes: {} },
        { userId: id.toUpperCase(), changes: {}, version: 7 },
      ]),
    ).toEqual([
      'list.1.changes.email user.email_malformed',
      'list.2.userId user.not_found',
      'list.3.userId user.not_found',
    ])
    expect(
      await refused([
        { userId: id, changes: { email: 'same@example.com' } },
        { userId: eve, changes: { email: 'same@example.com' } },
      ]),
    ).toEqual(['list.0.changes.email user.email_repeated', 'list.1.changes.email user.email_repeated'])
    expect(
      await refused([
        { userId: id, changes: { name: 'a' } },
        { userId: id, changes: { name: 'b' } },
      ]),
    ).toEqual(['list.0.userId user.repeated'])
    expect(await refused([])).toEqual(['list user.list_empty'])
    const many = Array.from({ length: 1001 }, (_, index) => ({ userId: `${index}`, changes: {} }))
    expect(await refused(many)).toEqual(['list user.list_too_long'])
    expect(await everythingIn({ keepsake, ...subject })).toEqual(before)
  })
})

describe.each(storages)('on $name, at one moment', ({ open }) => {
  const range = Array.from({ length: 64 }, (_, index) => index)

  test('of 64 updates of one version, one is made', async () => {
    const { keepsake, id } = await openWithBob(open)
    const results = await Promise.all(
      range.map((index) =>
        keepsake.users.update({ userId: id, version: 0, changes: { username: `name-${index}` } }),
      ),
    )
    const made = results.flatMap((result) => (result.isOk() ? [result.value.user] : []))
    expect(made).toHaveLength(1)
    expect((await valueOf(keepsake.users.get({ userId: id })))?.user).toEqual(made[0])
    const lost = results.flatMap((result) => (result.isErr() ? [result.error] : []))
    expect(new Set(lost.map((error) => 'issues' in error && error.issues[0]?.code))).toEqual(
      new Set(['user.overtaken']),
    )
  })

  test('of 64 updates of whichever version, every one is made', async () => {
    const { keepsake, id } = await openWithBob(open)
    const fields = ['name', 'nickname', 'city', 'address'] as const
    await Promise.all(
      range.map((index) =>
        valueOf(
          keepsake.users.update({ userId: id, changes: { [fields[index % 4] ?? 'name']: `${index}` } }),
        ),
      ),
    )
    const user = (await valueOf(keepsake.users.get({ userId: id })))?.user
    expect(user?.version).toBe(64)
    for (const field of fields) expect(user?.profile).toHaveProperty(field)
  })

  test('two users and a new one that want one email do not share it', async () => {
    const subject = await openWithBob(open)
    const { keepsake, id } = subject
    for (let round = 0; round < 10; round += 1) {
      const other = await bring(subject, { username: `other-${round}` })
      const email = `wanted-${round}@example.com`
      const results = [
        keepsake.users.update({ userId: id, changes: { email } }),
        keepsake.users.update({ userId: other, changes: { email } }),
        keepsake.users.create({ list: [{ email }] }),
      ]
      const outcomes: readonly string[] = (await Promise.all(results)).map((result) =>
        result.isOk() ? 'made' : String('issues' in result.error && result.error.issues[0]?.code),
      )
      expect(outcomes.toSorted()).toEqual(['made', 'user.email_taken', 'user.email_taken'])
      expect(await valueOf(keepsake.users.find({ email }))).toBeDefined()
    }
  })

  test('an update and a deletion leave nothing, in whichever order they come', async () => {
    const subject = await openWithBob(open)
    for (let round = 0; round < 10; round += 1) {
      const id = await bring(subject, { username: `gone-${round}` })
      const email = `gone-${round}@example.com`
      const [updated] = await Promise.all([
        subject.keepsake.users.update({ userId: id, changes: { email } }),
        valueOf(subject.keepsake.users.delete({ userIds: [id] })),
      ])
      if (updated.isErr())
        expect(updated.error).toMatchObject({ kind: 'rejected', issues: [{ code: 'user.not_found' }] })
      expect(await valueOf(subject.keepsake.users.get({ userId: id }))).toBeUndefined()
      expect(await valueOf(subject.keepsake.users.find({ email }))).toBeUndefined()
    }
  })
})
