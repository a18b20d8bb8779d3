import type { ChangePassword } from '@keepsake/app'
import { describe, expect, test } from 'vitest'
import {
  codeAt,
  errorOf,
  openSubject,
  startedAt,
  stepMs,
  storages,
  valueOf,
  type Subject,
} from '../../../builders/keepsake.ts'
import {
  bring,
  bringKept,
  firstPassword as password,
  meetingHasher,
  slowHasher,
  ticketOf,
  verdictOf,
} from '../../../builders/passwords.ts'

const newPassword = 'second to none, and longer'
const third = 'third time lucky, at last'
const minute = 60_000
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const mustChange = { resetPasswordOnFirstLogin: true }

const change = async ({ keepsake }: Subject, command: ChangePassword): Promise<string> =>
  (await valueOf(keepsake.passwords.change(command))).verdict

describe.each(storages)('on $name, a password that must be changed', ({ open }) => {
  test('is changed by the ticket of the sign-in, and the new one signs in', async () => {
    const subject = await openSubject(open)
    await bring(subject, mustChange)
    const ticket = await ticketOf(subject)
    subject.clock.set(startedAt + minute)
    const answer = await valueOf(subject.keepsake.passwords.change({ ticket, newPassword }))
    expect(answer).toMatchObject({
      verdict: 'changed',
      account: {
        user: { username: { text: 'bob' } },
        password: { setAt: startedAt + minute, mustChange: false },
      },
    })
    expect(await verdictOf(subject, newPassword)).toBe('signed_in')
    expect(await verdictOf(subject, password)).toBe('wrong_credentials')
  })

  test('is changed by the old one as well', async () => {
    const subject = await openSubject(open)
    await bring(subject, mustChange)
    expect(await change(subject, { login: 'bob', password, newPassword })).toBe('changed')
    expect(await verdictOf(subject, newPassword)).toBe('signed_in')
  })

  test('is not changed into itself, in any spelling', async () => {
    const subject = await openSubject(open)
    await bring(subject, { password: 'un été à la plage', ...mustChange })
    const ticket = await ticketOf(subject, 'un été à la plage')
    for (const same of ['un été à la plage', 'un été à la plage'.normalize('NFD')])
      expect(await errorOf(subject.keepsake.passwords.change({ ticket, newPassword: same }))).toEqual({
        kind: 'rejected',
        issues: [{ code: 'password.unchanged', path: ['newPassword'] }],
      })
    expect(await verdictOf(subject, 'un été à la plage')).toBe('password_change_required')
  })

  test('takes a code first where the user has an authenticator', async () => {
    const subject = await openSubject(open)
    await bring(subject, { otp: { secret }, ...mustChange })
    expect(await verdictOf(subject, password)).toBe('otp_required')
    const ticket = await ticketOf(subject, password, { code: codeAt(secret, startedAt) })
    expect(await change(subject, { ticket, newPassword })).toBe('changed')
    subject.clock.set(startedAt + stepMs)
    const code = codeAt(secret, startedAt + stepMs)
    const again = { login: 'bob', password: newPassword, newPassword: third }
    expect(await change(subject, again)).toBe('otp_required')
    expect(await change(subject, { ...again, code })).toBe('changed')
  })
})

describe.each(storages)('on $name, a ticket', ({ open }) => {
  test('is good once', async () => {
    const subject = await openSubject(open)
    await bring(subject, mustChange)
    const ticket = await ticketOf(subject)
    expect(await change(subject, { ticket, newPassword })).toBe('changed')
    expect(await change(subject, { ticket, newPassword: third })).toBe('ticket_invalid')
    expect(await verdictOf(subject, newPassword)).toBe('signed_in')
  })

  test('is good for ten minutes', async () => {
    const subject = await openSubject(open)
    await bring(subject, mustChange)
    const ticket = await ticketOf(subject)
    subject.clock.set(startedAt + 10 * minute)
    expect(await change(subject, { ticket, newPassword })).toBe('ticket_invalid')
    subject.clock.set(startedAt + 10 * minute - 1)
    expect(await change(subject, { ticket, newPassword })).toBe('changed')
  })

  test("is good for nobody else's password", async () => {
    const subject = await openSubject(open)
    await bring(subject, mustChange)
    const eve = await bring(subject, { username: 'eve', ...mustChange })
    const [, content] = (await ticketOf(subject)).split(/\.(.*)/u)
    expect(await change(subject, { ticket: `${eve}.${content}`, newPassword })).toBe('ticket_invalid')
  })

  test.each(['', '.', 'nonsense', 'a.b', 'v1.k1.AAAA.BBBB.CCCC', '\u0000'])('is not %o', async (ticket) => {
    const subject = await openSubject(open)
    const id = await bring(subject, mustChange)
    for (const forged of [ticket, `${id}.${ticket}`])
      expect(await change(subject, { ticket: forged, newPassword })).toBe('ticket_invalid')
  })

  test('says nothing of the account and can be cut nowhere', async () => {
    const subject = await openSubject(open)
    await bring(subject, mustChange)
    const ticket = await ticketOf(subject)
    for (const cut of [ticket.slice(0, -1), ticket.slice(1), `${ticket}A`])
      expect(await change(subject, { ticket: cut, newPassword })).toBe('ticket_invalid')
    expect(ticket).not.toContain(String(startedAt))
  })

  test('wins once of 16 uses at one moment, and leaves one of their passwords', async () => {
    const subject = await openSubject(open)
    await bring(subject, mustChange)
    const ticket = await ticketOf(subject)
    const racing = await openSubject(open, { on: subject.opened, ports: (usual) => meetingHasher(usual, 16) })
    const passwords = Array.from({ length: 16 }, (_, index) => `candidate number ${index}`)
    const verdicts = await Promise.all(passwords.map((each) => change(racing, { ticket, newPassword: each })))
    expect(verdicts.toSorted()).toEqual(['changed', ...Array.from({ length: 15 }, () => 'ticket_invalid')])
    for (const [index, each] of passwords.entries())
      expect(await verdictOf(subject, each)).toBe(
        verdicts[index] === 'changed' ? 'signed_in' : 'wrong_credentials',
      )
  })
})

describe.each(storages)('on $name, a change of password', ({ open }) => {
  test.each([
    ['an unknown login', { login: 'nobody', password }],
    ['a wrong password', { login: 'bob', password: 'wrong' }],
  ])('by %s is refused before the new one is looked at', async (_, credentials) => {
    const subject = await openSubject(open)
    await bring(subject)
    expect(await change(subject, { ...credentials, newPassword: '' })).toBe('wrong_credentials')
  })

  test.each([
    ['', 'password.empty'],
    ['x'.repeat(100_000), 'password.too_long'],
    ['\ud800', 'password.not_text'],
  ])('into no sane one is refused', async (given, code) => {
    const subject = await openSubject(open)
    await bring(subject)
    const error = await errorOf(
      subject.keepsake.passwords.change({ login: 'bob', password, newPassword: given }),
    )
    expect(error).toMatchObject({ kind: 'rejected', issues: [{ code, path: ['newPassword'] }] })
  })

  test('of a user who may not sign in is refused', async () => {
    const subject = await openSubject(open)
    await bring(subject, { status: 'Suspended' })
    expect(await change(subject, { login: 'bob', password, newPassword })).toBe('wrong_credentials')
  })

  test('happens once of 8 at one moment by the same old password', async () => {
    const subject = await openSubject(open)
    await bring(subject)
    const racing = await openSubject(open, { on: subject.opened, ports: (usual) => meetingHasher(usual, 8) })
    const verdicts = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        change(racing, { login: 'bob', password, newPassword: `candidate number ${index}` }),
      ),
    )
    expect(verdicts.toSorted()).toEqual(['changed', ...Array.from({ length: 7 }, () => 'wrong_credentials')])
    const index = verdicts.indexOf('changed')
    expect(await verdictOf(subject, `candidate number ${index}`)).toBe('signed_in')
  })

  test('is made although a sign-in replaces the weak hash of the old one meanwhile', async () => {
    const subject = await openSubject(open)
    const { password: kept } = await bringKept(subject)
    const signIn = () => verdictOf(subject, kept)
    const slow = await openSubject(open, { on: subject.opened, ports: (usual) => slowHasher(usual, signIn) })
    expect(await change(slow, { login: 'bob', password: kept, newPassword })).toBe('changed')
    expect(await verdictOf(subject, newPassword)).toBe('signed_in')
    expect(await verdictOf(subject, kept)).toBe('wrong_credentials')
  })

  test('is not made where another one is made meanwhile', async () => {
    const subject = await openSubject(open)
    await bring(subject)
    const other = () => change(subject, { login: 'bob', password, newPassword: third })
    const slow = await openSubject(open, { on: subject.opened, ports: (usual) => slowHasher(usual, other) })
    expect(await change(slow, { login: 'bob', password, newPassword })).toBe('wrong_credentials')
    expect(await verdictOf(subject, third)).toBe('signed_in')
  })
})
