import { strangerBackoff } from '@keepsake/domain/rules'
import { describe, expect, test } from 'vitest'
import { hideAttempts } from '../../../../packages/app/src/guessing/hidden-attempts.ts'
import { digestKeyOf } from '../../../builders/digest-key.ts'
import {
  codeAt,
  openSubject,
  startedAt,
  storages,
  valueOf,
  type Subject,
} from '../../../builders/keepsake.ts'
import {
  bring,
  bringKept,
  bringWithout,
  firstPassword,
  resetTokenOf,
  slowHasher,
  verdictOf,
} from '../../../builders/passwords.ts'

const settings = { resetUrl: 'https://example.com/reset' }
const email = 'bob@example.com'
const newPassword = 'second to none, and longer'
const third = 'third time lucky, at last'
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

const complete = async ({ keepsake }: Subject, token: string, given = newPassword): Promise<string> =>
  (await valueOf(keepsake.passwords.completeReset({ token, newPassword: given }))).verdict

describe.each(storages)('on $name, a reset', ({ open }) => {
  test('puts the new password in the place of the old one', async () => {
    const subject = await openSubject(open, { settings })
    const id = await bring(subject, { email, resetPasswordOnFirstLogin: true })
    const token = await resetTokenOf(subject)
    subject.clock.set(startedAt + 1000)
    expect(await valueOf(subject.keepsake.passwords.completeReset({ token, newPassword }))).toMatchObject({
      verdict: 'changed',
      account: { user: { id }, password: { setAt: startedAt + 1000, mustChange: false } },
    })
    expect(await verdictOf(subject, newPassword)).toBe('signed_in')
    expect(await verdictOf(subject, firstPassword)).toBe('wrong_credentials')
  })

  test('gives a password to a user who has none', async () => {
    const subject = await openSubject(open, { settings })
    await bringWithout(subject, { email })
    const token = await resetTokenOf(subject)
    expect(await complete(subject, token)).toBe('changed')
    expect(await complete(subject, token, third)).toBe('token_invalid')
    expect(await verdictOf(subject, newPassword)).toBe('signed_in')
  })

  test('lets nobody past the second factor', async () => {
    const subject = await openSubject(open, { settings })
    await bring(subject, { email, otp: { secret } })
    const token = await resetTokenOf(subject)
    const answer = await valueOf(subject.keepsake.passwords.completeReset({ token, newPassword }))
    expect(Object.keys(answer)).toEqual(['verdict', 'account'])
    expect(await verdictOf(subject, newPassword)).toBe('otp_required')
    expect(await verdictOf(subject, newPassword, { code: codeAt(secret, startedAt) })).toBe('signed_in')
  })

  test('lets the owner in where strangers have tried the old password too often', async () => {
    const subject = await openSubject(open, { settings })
    const id = await bring(subject, { email })
    const { attempts } = hideAttempts(subject.rest, await digestKeyOf(subject))
    for (let attempt = 0; attempt < strangerBackoff.free; attempt += 1)
      await valueOf(attempts.reserve('password-of-strangers', id, strangerBackoff, startedAt))
    expect(await verdictOf(subject, firstPassword)).toBe('too_many_attempts')
    expect(await complete(subject, await resetTokenOf(subject))).toBe('changed')
    expect(await verdictOf(subject, newPassword)).toBe('signed_in')
  })

  test('is made although a sign-in replaces the weak hash of the old password meanwhile', async () => {
    const subject = await openSubject(open, { settings })
    const { password } = await bringKept(subject, { email })
    const token = await resetTokenOf(subject)
    const signIn = () => verdictOf(subject, password)
    const slow = await openSubject(open, { on: subject.opened, ports: (usual) => slowHasher(usual, signIn) })
    expect(await complete(slow, token)).toBe('changed')
    expect(await verdictOf(subject, newPassword)).toBe('signed_in')
    expect(await verdictOf(subject, password)).toBe('wrong_credentials')
  })
})
