import type { NewUser } from '@keepsake/domain'
import { describe, expect, test } from 'vitest'
import {
  inShort,
  issuesOf,
  openSubject,
  startedAt,
  storages,
  valueOf,
  type Subject,
} from '../../../builders/keepsake.ts'
import { newIdentity } from '../../../builders/new-users.ts'
import { credentialOf, resetTokenOf } from '../../../builders/passwords.ts'

const password = 'correct horse'
/** `htpasswd -nbBC 10 u "correct horse"` */
const bcrypt = '$2y$10$CUN9zyid7Q1axhchw36u5.nyHt88mhsd3mBlgvOCXJvaWrCxjAvmS'

const day = 86_400_000
const past = {
  userId: 'auth0|5f7c8ec7.C33c~1',
  createdAt: startedAt - 900 * day,
  lastSignInAt: new Date(startedAt - day).toISOString(),
  signInsCount: 41,
  passwordSetAt: startedAt - 100 * day,
  passwordOrigin: { source: 'auth0-prod', digest: 'k1.d1g3st' },
} as const satisfies NewUser

const move = async ({ keepsake }: Subject, row: NewUser = {}) =>
  (
    await valueOf(
      keepsake.users.create({
        list: [{ username: 'bob', email: 'bob@example.com', password: bcrypt, ...past, ...row }],
        options: { keepPassword: true },
      }),
    )
  ).created[0]!.account

const idsOf = async (subject: Subject) =>
  (await valueOf(subject.keepsake.users.list({}))).accounts.map(({ user }) => user.id)

describe.each(storages)('on $name, a new user who had a life elsewhere', ({ open }) => {
  test('keeps the id, the times and the number of sign-ins', async () => {
    const subject = await openSubject(open)
    const account = await move(subject)
    expect(account).toMatchObject({
      user: {
        id: past.userId,
        createdAt: past.createdAt,
        updatedAt: startedAt,
        statusChangedAt: startedAt,
        signIns: { count: 41, lastAt: startedAt - day },
      },
      password: {
        setAt: past.passwordSetAt,
        mustChange: false,
        moved: { at: startedAt, source: 'auth0-prod' },
      },
    })
    expect(await valueOf(subject.keepsake.users.get({ userId: past.userId }))).toEqual(account)
    expect(JSON.stringify(account)).not.toContain('d1g3st')
  })

  test('signs in, and the upgraded hash is still known as the one that was moved', async () => {
    const subject = await openSubject(open)
    await move(subject)
    subject.clock.set(startedAt + 60_000)
    const signedIn = await valueOf(subject.keepsake.signIn({ login: 'bob', password }))
    expect(signedIn).toMatchObject({
      verdict: 'signed_in',
      account: { user: { signIns: { count: 42, lastAt: startedAt + 60_000 } } },
    })
    const credential = await credentialOf(subject, past.userId)
    expect(credential).toMatchObject({
      hash: { format: 'argon2id' },
      setAt: past.passwordSetAt,
      origin: { kind: 'moved', at: startedAt, ...past.passwordOrigin },
    })
  })

  test('has a password from here once it is changed', async () => {
    const subject = await openSubject(open)
    await move(subject)
    const changed = await valueOf(
      subject.keepsake.passwords.change({ login: 'bob', password, newPassword: 'a better one, and longer' }),
    )
    expect(changed.verdict).toBe('changed')
    expect(await credentialOf(subject, past.userId)).toMatchObject({
      setAt: startedAt,
      origin: { kind: 'here' },
    })
    const account = await valueOf(subject.keepsake.users.get({ userId: past.userId }))
    expect(account?.password).toEqual({ setAt: startedAt, mustChange: false })
  })

  test('resets the password by a link, whatever characters the id has', async () => {
    const subject = await openSubject(open, { settings: { resetUrl: 'https://example.com/reset' } })
    await move(subject)
    const token = await resetTokenOf(subject)
    const done = await valueOf(
      subject.keepsake.passwords.completeReset({ token, newPassword: 'a better one, and longer' }),
    )
    expect(done.verdict).toBe('changed')
  })

  test('is one whose kept hash was moved, even if nobody names the source', async () => {
    const subject = await openSubject(open)
    const { passwordOrigin: _, ...rest } = past
    await valueOf(
      subject.keepsake.users.create({
        list: [{ username: 'bob', password: bcrypt, ...rest }],
        options: { keepPassword: true },
      }),
    )
    expect((await credentialOf(subject, past.userId))?.origin).toEqual({ kind: 'moved', at: startedAt })
  })

  test('may bring a password in clear text, which was moved if a source is named', async () => {
    const subject = await openSubject(open)
    const list = [
      { username: 'bob', password, ...past },
      { username: 'eve', password },
    ]
    const { created } = await valueOf(subject.keepsake.users.create({ list }))
    const [bob, eve] = created.map(({ account }) => account.user.id)
    expect(await credentialOf(subject, bob!)).toMatchObject({
      origin: { kind: 'moved', at: startedAt, ...past.passwordOrigin },
      setAt: past.passwordSetAt,
    })
    expect(await credentialOf(subject, eve!)).toMatchObject({ origin: { kind: 'here' }, setAt: startedAt })
  })

  test('is warned of a date and an origin of no password', async () => {
    const { keepsake } = await openSubject(open)
    const list = [{ username: 'bob', passwordSetAt: startedAt, passwordOrigin: { source: 'a' } }]
    const { warnings } = await valueOf(keepsake.users.create({ list }))
    expect(inShort(warnings)).toEqual([
      'list.0.passwordSetAt password.none_to_speak_of',
      'list.0.passwordOrigin password.none_to_speak_of',
    ])
  })

  test('is refused if another user has the id, whether it was given or made here', async () => {
    const subject = await openSubject(open)
    await move(subject)
    const { created } = await valueOf(subject.keepsake.users.create({ list: [{ username: 'eve' }] }))
    const made = created[0]!.account.user.id
    const list = [
      { username: 'ann', userId: past.userId },
      { username: 'eve', userId: made },
      { username: 'sue', userId: 'free' },
    ]
    expect(await issuesOf(subject.keepsake.users.create({ list }))).toEqual([
      'list.0.userId user.id_taken',
      'list.1.username user.username_taken',
      'list.1.userId user.id_taken',
    ])
    const each = await valueOf(subject.keepsake.users.create({ list, mode: 'each' }))
    expect(each.created.map(({ row, account }) => [row, account.user.id])).toEqual([[2, 'free']])
    expect((await idsOf(subject)).toSorted()).toEqual([past.userId, made, 'free'].toSorted())
  })

  test('has the id alone, of any number that are created at one moment', async () => {
    const subject = await openSubject(open)
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        subject.keepsake.users.create({
          list: [{ username: `bob-${index}`, userId: 'same' }, { username: `eve-${index}` }],
          mode: index % 2 === 0 ? 'all' : 'each',
        }),
      ),
    )
    const created = answers.flatMap((answer) => (answer.isOk() ? answer.value.created : []))
    expect(created.filter(({ account }) => account.user.id === 'same')).toHaveLength(1)
    const refused = answers.flatMap((answer) => {
      if (answer.isOk()) return answer.value.refused.flatMap(({ issues }) => issues)
      return answer.error.kind === 'rejected' ? answer.error.issues : []
    })
    expect(inShort(refused)).toEqual(Array(7).fill('list.0.userId user.id_taken'))
  })

  test('has further addresses, which are found by nobody and go with the user', async () => {
    const subject = await openSubject(open)
    const emails = [{ email: 'second@example.com', verified: true }]
    const phones = [{ phone: '13812345678' }]
    const account = await move(subject, { emails, phones })
    expect(account.user).toMatchObject({
      emails: [{ email: { canonical: 'second@example.com' }, verified: true }],
      phones: [{ phone: { e164: '+8613812345678' }, verified: false }],
    })
    expect(await valueOf(subject.keepsake.users.get({ userId: past.userId }))).toEqual(account)
    for (const login of ['second@example.com', '+8613812345678']) {
      expect(await valueOf(subject.keepsake.users.find({ login }))).toBeUndefined()
      const { verdict } = await valueOf(subject.keepsake.signIn({ login, password }))
      expect(verdict).toBe('wrong_credentials')
    }
    const { created } = await valueOf(
      subject.keepsake.users.create({ list: [{ email: 'second@example.com', phone: '13812345678' }] }),
    )
    expect(created).toHaveLength(1)
  })

  test('may have nothing but a linked identity, if the pool says so', async () => {
    const strict = await openSubject(open)
    const list = [{ identities: [newIdentity] }]
    expect(await issuesOf(strict.keepsake.users.create({ list }))).toEqual(['list.0 user.identifier_missing'])

    const subject = await openSubject(open, { settings: { identityOnlyUsers: true } })
    const { created } = await valueOf(subject.keepsake.users.create({ list }))
    const { user } = created[0]!.account
    expect(await valueOf(subject.keepsake.users.find({ identity: newIdentity }))).toEqual({ user })
    const unlink = { userId: user.id, extIdpId: newIdentity.extIdpId }
    expect(await issuesOf(subject.keepsake.identities.unlink(unlink))).toEqual([' user.identifier_missing'])
    const update = { userId: user.id, changes: { name: 'Zoë' } }
    expect((await valueOf(subject.keepsake.users.update(update))).user.profile).toEqual({ name: 'Zoë' })
  })

  test('has custom data of any form that its pool declares', async () => {
    const customFields = { app: { type: 'json' }, roles: { type: 'list', of: 'string' } } as const
    const { keepsake } = await openSubject(open, { settings: { customFields } })
    const customData = { app: { roles: ['admin'], rate: 0.1, none: null }, roles: ['a', 'b'] }
    const { created } = await valueOf(keepsake.users.create({ list: [{ username: 'bob', customData }] }))
    const { id } = created[0]!.account.user
    const account = await valueOf(keepsake.users.get({ userId: id }))
    expect({ ...account?.user.customData }).toEqual(customData)
    const wrong = { app: [2 ** 53], roles: [1] }
    expect(await issuesOf(keepsake.users.create({ list: [{ username: 'eve', customData: wrong }] }))).toEqual(
      [
        'list.0.customData.app.0 json.value_not_exact',
        'list.0.customData.roles.0 user.custom_value_of_wrong_type',
      ],
    )
  })
})
