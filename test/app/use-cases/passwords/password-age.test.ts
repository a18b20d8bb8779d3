import { okAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { codeAt, openSubject, startedAt, storages, valueOf } from '../../../builders/keepsake.ts'
import { bring, bringKept, firstPassword, ticketOf, verdictOf } from '../../../builders/passwords.ts'

const day = 24 * 60 * 60_000
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const newPassword = 'second to none, and longer'
const expiring = { passwords: { policy: { maxAgeDays: 90 } } }
const demanding = { passwords: { weakAtSignIn: 'require_change' } } as const

describe.each(storages)('on $name, a password that has grown too old for the pool', ({ open }) => {
  test('is to be changed at exactly that age, and the new one has as long', async () => {
    const subject = await openSubject(open, { settings: expiring })
    await bring(subject)
    subject.clock.set(startedAt + 90 * day - 1)
    expect(await verdictOf(subject, firstPassword)).toBe('signed_in')
    subject.clock.set(startedAt + 90 * day)
    expect(await verdictOf(subject, firstPassword)).toBe('password_change_required')
    const ticket = await ticketOf(subject)
    expect(await valueOf(subject.keepsake.passwords.change({ ticket, newPassword }))).toMatchObject({
      verdict: 'changed',
      account: { password: { setAt: startedAt + 90 * day, mustChange: false } },
    })
    subject.clock.set(startedAt + 180 * day - 1)
    expect(await verdictOf(subject, newPassword)).toBe('signed_in')
    subject.clock.set(startedAt + 180 * day)
    expect(await verdictOf(subject, newPassword)).toBe('password_change_required')
  })

  test('is to be changed only by who has it, and the second factor', async () => {
    const subject = await openSubject(open, { settings: expiring })
    await bring(subject, { otp: { secret } })
    const at = startedAt + 90 * day
    subject.clock.set(at)
    expect(await verdictOf(subject, 'wrong')).toBe('wrong_credentials')
    expect(await verdictOf(subject, firstPassword)).toBe('otp_required')
    expect(await verdictOf(subject, firstPassword, { code: codeAt(secret, at) })).toBe(
      'password_change_required',
    )
  })

  test('does not grow younger by a stronger hash', async () => {
    const subject = await openSubject(open, { settings: expiring })
    const { password } = await bringKept(subject)
    subject.clock.set(startedAt + 89 * day)
    expect(await verdictOf(subject, password)).toBe('signed_in')
    subject.clock.set(startedAt + 90 * day)
    expect(await verdictOf(subject, password)).toBe('password_change_required')
  })

  test('is none by default, and none any more once the pool asks for no age', async () => {
    const subject = await openSubject(open, { settings: expiring })
    await bring(subject)
    const patient = await openSubject(open, { on: subject.opened })
    patient.clock.set(startedAt + 36_500 * day)
    expect(await verdictOf(patient, firstPassword)).toBe('signed_in')
  })
})

describe.each(storages)('on $name, a right password that the policy would not take', ({ open }) => {
  test('signs in by default', async () => {
    const subject = await openSubject(open)
    await bring(subject, { password: 'sunshine' })
    expect(await verdictOf(subject, 'sunshine')).toBe('signed_in')
  })

  test.each([
    ['sunshine', 'password_change_required'],
    ['passwordpassword', 'password_change_required'],
    ['bob.roberts-2024', 'password_change_required'],
    [firstPassword, 'signed_in'],
  ])('is to be changed where the pool demands it: %s, %s', async (password, verdict) => {
    const subject = await openSubject(open, { settings: demanding })
    await bring(subject, { password, name: 'Bob Roberts' })
    expect(await verdictOf(subject, password)).toBe(verdict)
    expect(await verdictOf(subject, `${password}!`)).toBe('wrong_credentials')
  })

  test('is to be changed by a ticket, and the new one signs in', async () => {
    const subject = await openSubject(open, { settings: demanding })
    await bring(subject, { password: 'sunshine' })
    const ticket = await ticketOf(subject, 'sunshine')
    expect(await valueOf(subject.keepsake.passwords.change({ ticket, newPassword }))).toMatchObject({
      verdict: 'changed',
    })
    expect(await verdictOf(subject, newPassword)).toBe('signed_in')
  })

  test('is judged by the length that an authenticator leaves to it', async () => {
    const subject = await openSubject(open, { settings: demanding })
    await bring(subject, { password: 'seven sw', otp: { secret } })
    await bring(subject, { username: 'eve', password: 'seven sw' })
    const code = codeAt(secret, startedAt)
    expect(await verdictOf(subject, 'seven sw', { code })).toBe('signed_in')
    expect(await verdictOf(subject, 'seven sw', { login: 'eve' })).toBe('password_change_required')
  })

  test('is not looked up in leaks: a sign-in waits for nobody else', async () => {
    let asked = 0
    const count = () => okAsync((asked += 1))
    const subject = await openSubject(open, {
      settings: demanding,
      ports: () => ({ breachedPasswords: { count } }),
    })
    await bring(subject)
    const before = asked
    expect(await verdictOf(subject, firstPassword)).toBe('signed_in')
    expect(asked).toBe(before)
  })
})
