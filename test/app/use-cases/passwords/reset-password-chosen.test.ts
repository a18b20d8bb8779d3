import { describe, expect, test } from 'vitest'
import { everythingIn, issuesOf, openSubject, storages, valueOf } from '../../../builders/keepsake.ts'
import {
  bring,
  bringWithout,
  firstPassword,
  ticketOf,
  verdictOf,
  waitingNotices,
} from '../../../builders/passwords.ts'

const settings = { passwords: { chosenByAdministrators: true } }
const by = 'administrator'
const newPassword = 'second to none, and longer'

describe.each(storages)('on $name, a password that an administrator chooses', ({ open }) => {
  test('is refused, and not looked at, unless the pool lets administrators choose', async () => {
    const subject = await openSubject(open)
    const id = await bring(subject)
    const before = await everythingIn(subject)
    for (const given of [newPassword, 'weak', ''])
      expect(
        await issuesOf(subject.keepsake.passwords.reset({ userId: id, by, newPassword: given })),
      ).toEqual(['newPassword password.not_for_administrators'])
    expect(await everythingIn(subject)).toEqual(before)
  })

  test('takes the place of the old one, must be changed, and nobody is told', async () => {
    const subject = await openSubject(open, { settings })
    const id = await bring(subject, { email: 'bob@example.com' })
    const account = await valueOf(subject.keepsake.passwords.reset({ userId: id, by, newPassword }))
    expect(account.password?.mustChange).toBe(true)
    expect(await waitingNotices(subject)).toEqual([])
    expect(await verdictOf(subject, firstPassword)).toBe('wrong_credentials')
    expect(await verdictOf(subject, newPassword)).toBe('password_change_required')
  })

  test('may stay where the administrator says so, and be the first one of a user who had none', async () => {
    const subject = await openSubject(open, { settings })
    const id = await bringWithout(subject)
    const command = { userId: id, by, newPassword, mustChange: false } as const
    expect((await valueOf(subject.keepsake.passwords.reset(command))).password?.mustChange).toBe(false)
    expect(await verdictOf(subject, newPassword)).toBe('signed_in')
  })

  test.each([
    ['bob-bob-bob-2024', ['password.resembles_identifier']],
    ['password', ['password.too_short', 'password.common']],
    ['', ['password.empty']],
    ['\ud800', ['password.not_text']],
    ['x'.repeat(100_000), ['password.too_long']],
  ])('is judged by the policy of the pool: %.20s', async (given, codes) => {
    const subject = await openSubject(open, { settings })
    const id = await bring(subject, { name: 'bob-bob-bob' })
    const before = await everythingIn(subject)
    expect(await issuesOf(subject.keepsake.passwords.reset({ userId: id, by, newPassword: given }))).toEqual(
      codes.map((code) => `newPassword ${code}`),
    )
    expect(await everythingIn(subject)).toEqual(before)
  })

  test('says nothing of those that the user has or had: an administrator could guess by it', async () => {
    const subject = await openSubject(open, {
      settings: { passwords: { ...settings.passwords, policy: { history: 3 } } },
    })
    const id = await bring(subject)
    for (const given of [firstPassword, newPassword, firstPassword])
      await valueOf(subject.keepsake.passwords.reset({ userId: id, by, newPassword: given }))
    expect(await verdictOf(subject, firstPassword)).toBe('password_change_required')
  })

  test('joins, with the one before it, those that the user may not choose again', async () => {
    const subject = await openSubject(open, {
      settings: { passwords: { ...settings.passwords, policy: { history: 2 } } },
    })
    const id = await bring(subject)
    await valueOf(subject.keepsake.passwords.reset({ userId: id, by, newPassword }))
    const ticket = await ticketOf(subject, newPassword)
    for (const [given, code] of [
      [newPassword, 'password.unchanged'],
      [firstPassword, 'password.used_before'],
    ] as const)
      expect(await issuesOf(subject.keepsake.passwords.change({ ticket, newPassword: given }))).toEqual([
        `newPassword ${code}`,
      ])
  })
})
