import { mostAttempts } from '@keepsake/domain'
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
import { tokenIn } from '../../../builders/messages.ts'
import {
  delivered,
  generatedFor,
  meetingHasher,
  resetTokenOf,
  ticketOf,
  verdictOf,
} from '../../../builders/passwords.ts'

const settings = {
  activationUrl: 'https://example.com/activate',
  resetUrl: 'https://example.com/reset',
  loginUrl: 'https://example.com/login',
}
const email = 'bob@example.com'
const newPassword = 'first of all, and my own'
const second = 'second to none, and longer'
const day = 24 * 60 * 60_000

/** Brings bob in, who is to choose his password by a link, and answers his id. */
const invite = async ({ keepsake }: Subject, username = 'bob'): Promise<string> => {
  const { created } = await valueOf(
    keepsake.users.create({
      list: [{ username, email: `${username}@example.com` }],
      options: { autoGeneratePassword: true, sendNotification: { sendEmailNotification: true } },
    }),
  )
  return created[0]!.account.user.id
}

const linkOf = async (subject: Subject): Promise<string> => tokenIn((await delivered(subject))[0])!

const complete = async ({ keepsake }: Subject, token: string, given = newPassword): Promise<string> =>
  (await valueOf(keepsake.activations.complete({ token, newPassword: given }))).verdict

describe.each(storages)('on $name, the token of an activation', ({ open }) => {
  test('is good for one password, also of 16 at one moment', async () => {
    const subject = await openSubject(open, { settings })
    await invite(subject)
    const token = await linkOf(subject)
    const racing = await openSubject(open, {
      settings,
      on: subject.opened,
      ports: (usual) => meetingHasher(usual, 16),
    })
    const passwords = Array.from({ length: 16 }, (_, index) => `candidate number ${index}`)
    const verdicts = await Promise.all(passwords.map((each) => complete(racing, token, each)))
    expect(verdicts.toSorted()).toEqual(['activated', ...Array.from({ length: 15 }, () => 'token_invalid')])
    for (const [index, each] of passwords.entries())
      expect(await verdictOf(subject, each)).toBe(
        verdicts[index] === 'activated' ? 'signed_in' : 'wrong_credentials',
      )
    expect(await complete(subject, token, second)).toBe('token_invalid')
  })

  test('is good for less than a week from the making of the account', async () => {
    const subject = await openSubject(open, { settings })
    await invite(subject)
    subject.clock.set(startedAt + day)
    const token = await linkOf(subject)
    subject.clock.set(startedAt + 7 * day)
    expect(await complete(subject, token)).toBe('token_invalid')
    subject.clock.set(startedAt + 7 * day - 1)
    expect(await complete(subject, token)).toBe('activated')
  })

  test('is good for the five days that the message says, also where that went out at the very last attempt', async () => {
    const subject = await openSubject(open, {
      settings,
      // No chance in it: every wait is the longest there is.
      ports: ({ system }) => ({ system: { ...system, randomBytes: (size) => new Uint8Array(size) } }),
    })
    await invite(subject)
    subject.sender.answer = false
    for (let attempt = 1; attempt < mostAttempts; attempt += 1) {
      await valueOf(subject.keepsake.notices.deliver())
      const [waiting] = await valueOf(subject.keepsake.notices.list({ state: 'waiting', limit: 1 }))
      subject.clock.set(waiting!.dueAt!)
    }
    subject.sender.answer = true
    const token = await linkOf(subject)
    subject.clock.set(subject.clock.now() + 5 * day)
    expect(await complete(subject, token)).toBe('activated')
  })

  test('used, is an event', async () => {
    const subject = await openSubject(open, { settings: { ...settings, events: true } })
    const userId = await invite(subject)
    expect(await complete(subject, await linkOf(subject))).toBe('activated')
    const events = await valueOf(subject.keepsake.events.list({ state: 'waiting', limit: 10 }))
    expect(events.map(({ item }) => item)).toMatchObject([
      { type: 'user.created', userId },
      { type: 'password.changed', userId, by: 'activation' },
    ])
  })

  test('is not used up by a password that is refused', async () => {
    const subject = await openSubject(open, { settings })
    await invite(subject)
    const token = await linkOf(subject)
    for (const [given, code] of [
      ['', 'password.empty'],
      ['too short', 'password.too_short'],
      ['bob@example.com, bob', 'password.resembles_identifier'],
    ] as const)
      expect(await issuesOf(subject.keepsake.activations.complete({ token, newPassword: given }))).toEqual([
        `newPassword ${code}`,
      ])
    expect(await complete(subject, token)).toBe('activated')
  })

  test('is good for nothing once there is a password: by a reset, or by an administrator', async () => {
    const subject = await openSubject(open, { settings })
    await invite(subject)
    const token = await linkOf(subject)
    const reset = { token: await resetTokenOf(subject), newPassword: second }
    expect(await valueOf(subject.keepsake.passwords.completeReset(reset))).toMatchObject({
      verdict: 'changed',
    })
    expect(await complete(subject, token)).toBe('token_invalid')
    expect(await verdictOf(subject, second)).toBe('signed_in')

    const eve = await invite(subject, 'eve')
    const other = await linkOf(subject)
    await generatedFor(subject, eve)
    expect(await complete(subject, other)).toBe('token_invalid')
  })

  test('ends a reset that was asked for before it was used', async () => {
    const subject = await openSubject(open, { settings })
    await invite(subject)
    const token = await linkOf(subject)
    const reset = await resetTokenOf(subject)
    expect(await complete(subject, token)).toBe('activated')
    expect(
      await valueOf(subject.keepsake.passwords.completeReset({ token: reset, newPassword: second })),
    ).toEqual({ verdict: 'token_invalid' })
  })

  test('that has expired leaves a reset, which any user can ask for', async () => {
    const subject = await openSubject(open, { settings })
    await invite(subject)
    const token = await linkOf(subject)
    subject.clock.set(startedAt + 30 * day)
    expect(await complete(subject, token)).toBe('token_invalid')
    const reset = { token: await resetTokenOf(subject, email), newPassword }
    expect(await valueOf(subject.keepsake.passwords.completeReset(reset))).toMatchObject({
      verdict: 'changed',
    })
    expect(await verdictOf(subject, newPassword)).toBe('signed_in')
  })

  test('is no token of a reset and no ticket, and neither of them is one', async () => {
    const subject = await openSubject(open, { settings })
    const id = await invite(subject)
    const token = await linkOf(subject)
    expect(await valueOf(subject.keepsake.passwords.completeReset({ token, newPassword }))).toEqual({
      verdict: 'token_invalid',
    })
    expect(await valueOf(subject.keepsake.passwords.change({ ticket: token, newPassword }))).toEqual({
      verdict: 'ticket_invalid',
    })
    expect(await complete(subject, await resetTokenOf(subject))).toBe('token_invalid')
    expect(await complete(subject, token)).toBe('activated')
    await valueOf(subject.keepsake.passwords.requireChange({ userId: id }))
    expect(await complete(subject, await ticketOf(subject, newPassword))).toBe('token_invalid')
  })

  test('is good for nobody else, for no other deployment, and for none who may not sign in', async () => {
    const subject = await openSubject(open, { settings })
    const userId = await invite(subject)
    const token = await linkOf(subject)
    const eve = await invite(subject, 'eve')
    expect(await complete(subject, `${eve}${token.slice(token.indexOf('.'))}`)).toBe('token_invalid')
    const sealingKey = Buffer.alloc(32, 'another')
    const other = await openSubject(open, { settings, on: subject.opened, sealingKey })
    expect(await errorOf(other.keepsake.activations.complete({ token, newPassword }))).toMatchObject({
      part: 'secret-box',
    })
    await valueOf(subject.keepsake.users.update({ userId, changes: { status: 'Suspended' } }))
    expect(await complete(subject, token)).toBe('token_invalid')
    await valueOf(subject.keepsake.users.update({ userId, changes: { status: 'Activated' } }))
    expect(await complete(subject, token)).toBe('activated')
  })
})

describe.each(storages)('on $name, another link', ({ open }) => {
  test('goes to the address that the pool holds now, and the one to an earlier address is good for nothing', async () => {
    const subject = await openSubject(open, { settings })
    const userId = await invite(subject)
    const first = await linkOf(subject)
    await valueOf(subject.keepsake.users.update({ userId, changes: { email: 'robert@example.com' } }))
    expect(await valueOf(subject.keepsake.activations.resend({ userId }))).toMatchObject({
      user: { id: userId },
    })
    const [message] = await delivered(subject)
    expect(message).toMatchObject({
      kind: 'account-activation',
      channel: 'email',
      to: 'robert@example.com',
      activationUrl: settings.activationUrl,
    })
    expect(await complete(subject, first)).toBe('token_invalid')
    expect(await complete(subject, tokenIn(message)!)).toBe('activated')
  })

  test('to the same address leaves the first one good until either is used', async () => {
    const subject = await openSubject(open, { settings })
    const userId = await invite(subject)
    const first = await linkOf(subject)
    await valueOf(subject.keepsake.activations.resend({ userId }))
    const another = await linkOf(subject)
    expect(await complete(subject, first)).toBe('activated')
    expect(await complete(subject, another, second)).toBe('token_invalid')
  })

  test('is good for a week of its own', async () => {
    const subject = await openSubject(open, { settings })
    const userId = await invite(subject)
    await delivered(subject)
    subject.clock.set(startedAt + 10 * day)
    await valueOf(subject.keepsake.activations.resend({ userId }))
    const token = await linkOf(subject)
    subject.clock.set(startedAt + 17 * day - 1)
    expect(await complete(subject, token)).toBe('activated')
  })

  test('is refused to a user who has a password, cannot be reached or is not there, and without a page to lead to', async () => {
    const subject = await openSubject(open)
    const list = [{ username: 'bob', password: newPassword }]
    const { created } = await valueOf(subject.keepsake.users.create({ list }))
    const { id } = created[0]!.account.user
    expect(await issuesOf(subject.keepsake.activations.resend({ userId: id }))).toEqual([
      'userId password.already_set',
      'userId notice.address_missing',
      ' notice.activation_url_missing',
    ])
    expect(await issuesOf(subject.keepsake.activations.resend({ userId: 'nobody' }))).toEqual([
      'userId user.not_found',
    ])
    expect(await delivered(subject)).toEqual([])
  })
})
