import { unavailable } from '@keepsake/domain'
import { strangerBackoff } from '@keepsake/domain/rules'
import { errAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { hideAttempts } from '../../../../packages/app/src/guessing/hidden-attempts.ts'
import { digestKeyOf } from '../../../builders/digest-key.ts'
import {
  errorOf,
  everythingIn,
  issuesOf,
  openSubject,
  startedAt,
  storages,
  valueOf,
} from '../../../builders/keepsake.ts'
import { passwordIn } from '../../../builders/messages.ts'
import {
  bring,
  bringWithout,
  delivered,
  firstPassword,
  generatedFor,
  resetTokenOf,
  ticketOf,
  verdictOf,
  waitingNotices,
} from '../../../builders/passwords.ts'

const settings = { loginUrl: 'https://example.com/login', resetUrl: 'https://example.com/reset' }
const reachable = { email: 'bob@example.com', phone: '18812345678' }
const newPassword = 'second to none, and longer'

describe.each(storages)('on $name, a password that an administrator has made', ({ open }) => {
  test('is told to the user by one notice, signs in, and must be changed', async () => {
    const subject = await openSubject(open, { settings })
    const id = await bring(subject, reachable)
    subject.clock.set(startedAt + 1000)
    const account = await valueOf(subject.keepsake.passwords.reset({ userId: id, by: 'generated' }))
    expect(account).toMatchObject({ user: { id }, password: { setAt: startedAt + 1000, mustChange: true } })
    const messages = await delivered(subject)
    expect(messages).toMatchObject([
      { kind: 'password-generated', channel: 'email', to: 'bob@example.com', loginUrl: settings.loginUrl },
    ])
    expect(await delivered(subject)).toEqual([])
    const ticket = await ticketOf(subject, passwordIn(messages[0]))
    expect(await valueOf(subject.keepsake.passwords.change({ ticket, newPassword }))).toMatchObject({
      verdict: 'changed',
    })
    expect(await verdictOf(subject, newPassword)).toBe('signed_in')
  })

  test('is told to nobody else: not to the administrator, and it rests sealed until it is sent', async () => {
    const subject = await openSubject(open, { settings })
    const id = await bring(subject, reachable)
    const account = await valueOf(subject.keepsake.passwords.reset({ userId: id, by: 'generated' }))
    const waits = JSON.stringify(await everythingIn(subject))
    const [notice] = await waitingNotices(subject)
    const generated = passwordIn((await delivered(subject))[0])
    expect(generated).toHaveLength(24)
    expect(waits).toContain(notice!.secret)
    expect(JSON.stringify(account) + waits).not.toContain(generated)
    expect(JSON.stringify(await everythingIn(subject))).not.toContain(notice!.secret)
  })

  test('takes the place of the old one, and of every ticket and token for it', async () => {
    const subject = await openSubject(open, { settings })
    const id = await bring(subject, { ...reachable, resetPasswordOnFirstLogin: true })
    const ticket = await ticketOf(subject)
    const token = await resetTokenOf(subject)
    await generatedFor(subject, id)
    expect(await verdictOf(subject, firstPassword)).toBe('wrong_credentials')
    expect(await valueOf(subject.keepsake.passwords.change({ ticket, newPassword }))).toEqual({
      verdict: 'ticket_invalid',
    })
    expect(await valueOf(subject.keepsake.passwords.completeReset({ token, newPassword }))).toEqual({
      verdict: 'token_invalid',
    })
  })

  test('may stay where the administrator says so', async () => {
    const subject = await openSubject(open, { settings })
    const id = await bring(subject, reachable)
    expect(await verdictOf(subject, await generatedFor(subject, id, false))).toBe('signed_in')
    expect(await verdictOf(subject, await generatedFor(subject, id, true))).toBe('password_change_required')
  })

  test('is the first one of a user who had none, and goes by text message where there is no email', async () => {
    const subject = await openSubject(open, { settings })
    const id = await bringWithout(subject, { phone: '18812345678' })
    expect(await verdictOf(subject, await generatedFor(subject, id))).toBe('password_change_required')
    expect(subject.sender.messages()).toMatchObject([{ channel: 'sms', to: '+8618812345678' }])
  })

  test('is one that the policy of the pool would take', async () => {
    const policy = { composition: { minClasses: 4, required: { symbol: 3, caseless: 2 } }, minLength: 40 }
    const subject = await openSubject(open, { settings: { ...settings, passwords: { policy } } })
    const id = await bring(subject, reachable)
    const password = await generatedFor(subject, id)
    expect(await valueOf(subject.keepsake.passwords.validate({ password, userId: id }))).toEqual([])
  })

  test('lets the owner in where strangers have tried the old one too often', async () => {
    const subject = await openSubject(open, { settings })
    const id = await bring(subject, reachable)
    const { attempts } = hideAttempts(subject.rest, await digestKeyOf(subject))
    for (let attempt = 0; attempt < strangerBackoff.free; attempt += 1)
      await valueOf(attempts.reserve('password-of-strangers', id, strangerBackoff, startedAt))
    expect(await verdictOf(subject, firstPassword)).toBe('too_many_attempts')
    expect(await verdictOf(subject, await generatedFor(subject, id, false))).toBe('signed_in')
  })

  test.each([
    ['an unknown user', {}, {}, ['userId user.not_found']],
    ['a user who can be told nowhere', {}, settings, ['userId notice.address_missing']],
    ['a pool without a login address', reachable, {}, [' notice.login_url_missing']],
    ['neither', {}, {}, ['userId notice.address_missing', ' notice.login_url_missing']],
  ])('is not made for %s, and the old one stays', async (who, row, given, named) => {
    const subject = await openSubject(open, { settings: given })
    const id = await bring(subject, row)
    const before = await everythingIn(subject)
    const command = { userId: who === 'an unknown user' ? 'nobody' : id, by: 'generated' } as const
    expect(await issuesOf(subject.keepsake.passwords.reset(command))).toEqual(named)
    expect(await everythingIn(subject)).toEqual(before)
  })

  test('is not made while it cannot be hashed, and nobody is told of one', async () => {
    const hash = () => errAsync(unavailable('password-hasher', new Error('busy')))
    const subject = await openSubject(open, { settings, ports: () => ({ passwordHasher: { hash } }) })
    const id = await bringWithout(subject, reachable)
    const before = await everythingIn(subject)
    expect(await errorOf(subject.keepsake.passwords.reset({ userId: id, by: 'generated' }))).toMatchObject({
      kind: 'unavailable',
      part: 'password-hasher',
    })
    expect(await everythingIn(subject)).toEqual(before)
  })
})
