import { describe, expect, test } from 'vitest'
import {
  codeAt,
  everythingIn,
  issuesOf,
  openSubject,
  startedAt,
  storages,
  valueOf,
} from '../../../builders/keepsake.ts'
import {
  bring,
  bringWithout,
  credentialOf,
  firstPassword,
  ticketOf,
  verdictOf,
} from '../../../builders/passwords.ts'

const newPassword = 'second to none, and longer'
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

describe.each(storages)('on $name, a change that an administrator requires', ({ open }) => {
  test('is demanded at the next sign-in, and over once it is made', async () => {
    const subject = await openSubject(open)
    const id = await bring(subject)
    expect(await verdictOf(subject, firstPassword)).toBe('signed_in')
    expect(await valueOf(subject.keepsake.passwords.requireChange({ userId: id }))).toMatchObject({
      user: { id },
      password: { setAt: startedAt, mustChange: true },
    })
    const ticket = await ticketOf(subject)
    await valueOf(subject.keepsake.passwords.change({ ticket, newPassword }))
    expect(await verdictOf(subject, newPassword)).toBe('signed_in')
  })

  test('comes after the second factor', async () => {
    const subject = await openSubject(open)
    const id = await bring(subject, { otp: { secret } })
    await valueOf(subject.keepsake.passwords.requireChange({ userId: id }))
    expect(await verdictOf(subject, firstPassword)).toBe('otp_required')
    expect(await verdictOf(subject, firstPassword, { code: codeAt(secret, startedAt) })).toBe(
      'password_change_required',
    )
  })

  test('changes nothing else of the password, and may be required again', async () => {
    const subject = await openSubject(open, { settings: { passwords: { policy: { history: 3 } } } })
    const id = await bring(subject)
    const change = { login: 'bob', password: firstPassword, newPassword }
    await valueOf(subject.keepsake.passwords.change(change))
    const before = await credentialOf(subject, id)
    subject.clock.set(startedAt + 60_000)
    for (let n = 0; n < 2; n += 1) {
      await valueOf(subject.keepsake.passwords.requireChange({ userId: id }))
      expect(await credentialOf(subject, id)).toEqual({ ...before, mustChange: true })
    }
  })

  test('leaves a ticket good that was given before', async () => {
    const subject = await openSubject(open)
    const id = await bring(subject, { resetPasswordOnFirstLogin: true })
    const ticket = await ticketOf(subject)
    await valueOf(subject.keepsake.passwords.requireChange({ userId: id }))
    expect(await valueOf(subject.keepsake.passwords.change({ ticket, newPassword }))).toMatchObject({
      verdict: 'changed',
    })
  })

  test('leaves a user without a password without one', async () => {
    const subject = await openSubject(open)
    const id = await bringWithout(subject)
    const account = await valueOf(subject.keepsake.passwords.requireChange({ userId: id }))
    expect(account).toMatchObject({ user: { id } })
    expect(account.password).toBeUndefined()
    expect(await credentialOf(subject, id)).toBeUndefined()
  })

  test.each(['', 'nobody', '\ud800', '\u0000'])('of an unknown user %o is refused', async (userId) => {
    const subject = await openSubject(open)
    await bring(subject)
    const before = await everythingIn(subject)
    expect(await issuesOf(subject.keepsake.passwords.requireChange({ userId }))).toEqual([
      'userId user.not_found',
    ])
    expect(await everythingIn(subject)).toEqual(before)
  })
})
