import type { Storage, UserStatus } from '@keepsake/domain'
import { describe, expect, test } from 'vitest'
import {
  issuesOf,
  errorOf,
  openSubject,
  startedAt,
  storages,
  valueOf,
  type Subject,
} from '../../../builders/keepsake.ts'
import {
  bring,
  bringKept,
  credentialOf,
  firstPassword,
  meetingHasher,
  resetTokenOf,
  ticketOf,
  verdictOf,
} from '../../../builders/passwords.ts'

const settings = { resetUrl: 'https://example.com/reset' }
const email = 'bob@example.com'
const newPassword = 'second to none, and longer'
const third = 'third time lucky, at last'
const hour = 60 * 60_000

const complete = async ({ keepsake }: Subject, token: string, given = newPassword): Promise<string> =>
  (await valueOf(keepsake.passwords.completeReset({ token, newPassword: given }))).verdict

describe.each(storages)('on $name, the token of a reset', ({ open }) => {
  test('is good for one password, also of 16 at one moment', async () => {
    const subject = await openSubject(open, { settings })
    await bring(subject, { email })
    const token = await resetTokenOf(subject)
    const racing = await openSubject(open, {
      settings,
      on: subject.opened,
      ports: (usual) => meetingHasher(usual, 16),
    })
    const passwords = Array.from({ length: 16 }, (_, index) => `candidate number ${index}`)
    const verdicts = await Promise.all(passwords.map((each) => complete(racing, token, each)))
    expect(verdicts.toSorted()).toEqual(['changed', ...Array.from({ length: 15 }, () => 'token_invalid')])
    for (const [index, each] of passwords.entries())
      expect(await verdictOf(subject, each)).toBe(
        verdicts[index] === 'changed' ? 'signed_in' : 'wrong_credentials',
      )
    expect(await complete(subject, token, third)).toBe('token_invalid')
  })

  test('is good for nothing once the user has another address', async () => {
    const subject = await openSubject(open, { settings })
    const userId = await bring(subject, { email })
    const token = await resetTokenOf(subject)
    await valueOf(subject.keepsake.users.update({ userId, changes: { email: 'bob@elsewhere.example.com' } }))
    expect(await complete(subject, token)).toBe('token_invalid')
    await valueOf(subject.keepsake.users.update({ userId, changes: { email } }))
    expect(await complete(subject, token)).toBe('changed')
  })

  test('is good for less than an hour', async () => {
    const subject = await openSubject(open, { settings })
    await bring(subject, { email })
    const token = await resetTokenOf(subject)
    subject.clock.set(startedAt + hour)
    expect(await complete(subject, token)).toBe('token_invalid')
    subject.clock.set(startedAt + hour - 1)
    expect(await complete(subject, token)).toBe('changed')
  })

  test('is not used up by a password that is refused', async () => {
    const subject = await openSubject(open, { settings })
    const id = await bring(subject, { email })
    const before = await credentialOf(subject, id)
    const token = await resetTokenOf(subject)
    for (const [given, code] of [
      ['', 'password.empty'],
      ['too short', 'password.too_short'],
      [firstPassword, 'password.unchanged'],
    ] as const)
      expect(await issuesOf(subject.keepsake.passwords.completeReset({ token, newPassword: given }))).toEqual(
        [`newPassword ${code}`],
      )
    expect(await credentialOf(subject, id)).toEqual(before)
    expect(await complete(subject, token)).toBe('changed')
  })

  test('is good for nothing once the password is changed: by another token, or otherwise', async () => {
    const subject = await openSubject(open, { settings })
    await bring(subject, { email })
    const [first, second] = [await resetTokenOf(subject), await resetTokenOf(subject)]
    expect(await complete(subject, second)).toBe('changed')
    expect(await complete(subject, first, third)).toBe('token_invalid')
    const token = await resetTokenOf(subject)
    const change = { login: 'bob', password: newPassword, newPassword: third }
    expect(await valueOf(subject.keepsake.passwords.change(change))).toMatchObject({ verdict: 'changed' })
    expect(await complete(subject, token, firstPassword)).toBe('token_invalid')
  })

  test('stays good where a sign-in only replaces a weak hash of the same password', async () => {
    const subject = await openSubject(open, { settings })
    const { password } = await bringKept(subject, { email })
    const token = await resetTokenOf(subject)
    expect(await verdictOf(subject, password)).toBe('signed_in')
    expect(await complete(subject, token)).toBe('changed')
  })

  test('is no ticket, and a ticket is no token', async () => {
    const subject = await openSubject(open, { settings })
    await bring(subject, { email, resetPasswordOnFirstLogin: true })
    const [token, ticket] = [await resetTokenOf(subject), await ticketOf(subject)]
    expect(await complete(subject, ticket)).toBe('token_invalid')
    const byToken = await valueOf(subject.keepsake.passwords.change({ ticket: token, newPassword }))
    expect(byToken).toEqual({ verdict: 'ticket_invalid' })
    expect(await complete(subject, token)).toBe('changed')
  })

  test('is good for nobody else, and for no other deployment', async () => {
    const subject = await openSubject(open, { settings })
    await bring(subject, { email })
    const eve = await bring(subject, { username: 'eve' })
    const token = await resetTokenOf(subject)
    expect(await complete(subject, `${eve}${token.slice(token.indexOf('.'))}`)).toBe('token_invalid')
    const sealingKey = Buffer.alloc(32, 'another')
    const other = await openSubject(open, { settings, on: subject.opened, sealingKey })
    expect(await errorOf(other.keepsake.passwords.completeReset({ token, newPassword }))).toMatchObject({
      part: 'secret-box',
    })
  })

  test('is none where any of it is cut off, added or turned into something else', async () => {
    const subject = await openSubject(open, { settings })
    const id = await bring(subject, { email })
    const token = await resetTokenOf(subject)
    for (let at = 0; at < token.length; at += 1)
      for (const forged of [
        token.slice(0, at) + token.slice(at + 1),
        `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`,
      ])
        expect(await complete(subject, forged)).toBe('token_invalid')
    const odd = [
      '',
      '.',
      id,
      `${id}.`,
      `${id}.v1.k1..`,
      `${token}A`,
      ` ${token}`,
      '\ud800.x',
      '\u0000.\u0000',
    ]
    for (const forged of odd) expect(await complete(subject, forged)).toBe('token_invalid')
  })

  test('is not looked up before it proves to be one of ours', async () => {
    const subject = await openSubject(open, { settings })
    const id = await bring(subject, { email })
    await valueOf(subject.opened.storage.close())
    for (const forged of [`${id}.v1.k1.AAAA.BBBB.CCCC`, 'nobody.v1.k1.AAAA.BBBB.CCCC'])
      expect(await complete(subject, forged)).toBe('token_invalid')
  })

  test('is good for nothing while its user may not sign in', async () => {
    let status: UserStatus = 'Activated'
    const subject = await openSubject(open, {
      settings,
      ports: ({ storage }) => ({ storage: withStatus(storage, () => status) }),
    })
    await bring(subject, { email })
    const token = await resetTokenOf(subject)
    for (status of ['Suspended', 'Resigned', 'Archived', 'Deactivated'] as const)
      expect(await complete(subject, token)).toBe('token_invalid')
    status = 'Activated'
    expect(await complete(subject, token)).toBe('changed')
  })
})

/** A pool in which every user has a status of the moment. */
const withStatus = (storage: Storage, status: () => UserStatus): Storage => ({
  ...storage,
  inPool: (pool) => {
    const stores = storage.inPool(pool)
    const findByIds: typeof stores.users.findByIds = (ids) =>
      stores.users.findByIds(ids).map((users) => users.map((user) => ({ ...user, status: status() })))
    return { ...stores, users: { ...stores.users, findByIds } }
  },
})
