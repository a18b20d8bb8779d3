import { describe, expect, test } from 'vitest'
import { tokenIn } from '../../builders/messages.ts'
import {
  codeAt,
  openSubject,
  startedAt,
  storages,
  valueOf,
  type OpenSubject,
  type Subject,
} from '../../builders/keepsake.ts'

const password = 'correct horse battery'
const newPassword = 'nine geese on a raft'
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const home = '192.0.2.1'
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000]
const ahead = startedAt + 365 * day

const openWithBob = async (open: OpenSubject, more: object = {}): Promise<Subject & { userId: string }> => {
  const subject = await openSubject(open, {
    settings: { resetUrl: 'https://example.com/reset', loginUrl: 'https://example.com' },
  })
  const list = [{ username: 'bob', email: 'bob@example.com', password, ...more }]
  const { created } = await valueOf(subject.keepsake.users.create({ list }))
  return { ...subject, userId: created[0]!.account.user.id }
}

/** Does something while the clock runs a year ahead, and puts the clock right. */
const whileAhead = async <T>({ clock }: Subject, act: () => Promise<T>): Promise<T> => {
  clock.set(ahead)
  const done = await act()
  clock.set(startedAt + minute)
  return done
}

const attempt = ({ keepsake }: Subject, more: object = {}) =>
  valueOf(keepsake.signIn({ login: 'bob', password, ...more }))

const verdictOf = async (subject: Subject, more: object = {}): Promise<string> =>
  (await attempt(subject, more)).verdict

const guess = async (subject: Subject, times: number, more: object = {}): Promise<void> => {
  for (let time = 0; time < times; time += 1) await attempt(subject, { password: `wrong ${time}`, ...more })
}

describe.each(storages)('on $name, once a clock that ran a year ahead is right again', ({ open }) => {
  test.each([
    ['one source', 6, { ip: home }],
    ['strangers', 101, {}],
  ])('the waits of guesses from %s that were made meanwhile are over', async (_, times, from) => {
    const bob = await openWithBob(open)
    await whileAhead(bob, () => guess(bob, times, from))
    expect(await verdictOf(bob, from)).toBe('signed_in')
  })

  test('guesses that go on wait as long as ever', async () => {
    const bob = await openWithBob(open)
    await whileAhead(bob, () => guess(bob, 6, { ip: home }))
    expect(await verdictOf(bob, { ip: home, password: 'wrong' })).toBe('wrong_credentials')
    const answer = await attempt(bob, { ip: home })
    expect(answer).toMatchObject({ verdict: 'too_many_attempts' })
    expect('retryAt' in answer && answer.retryAt).toBeLessThanOrEqual(bob.clock.now() + hour)
  })

  test('a stop of wrong codes stays', async () => {
    const bob = await openWithBob(open, { otp: { secret } })
    await whileAhead(bob, async () => {
      for (let time = 0; time < 10; time += 1) await attempt(bob, { code: 'abcdef' })
    })
    expect(await verdictOf(bob, { code: codeAt(secret, bob.clock.now()) })).toBe('otp_locked')
  })

  test('a code is taken, and once, though a later one was used', async () => {
    const bob = await openWithBob(open, { otp: { secret } })
    await whileAhead(bob, () => attempt(bob, { code: codeAt(secret, bob.clock.now()) }))
    const code = codeAt(secret, bob.clock.now())
    expect(await verdictOf(bob, { code })).toBe('signed_in')
    expect(await verdictOf(bob, { code })).toBe('wrong_credentials')
  })

  test('a request to reset a password is sent', async () => {
    const bob = await openWithBob(open)
    const ask = () => valueOf(bob.keepsake.passwords.requestReset({ login: 'bob' }))
    await whileAhead(bob, async () => {
      for (let time = 0; time < 4; time += 1) await ask()
    })
    await valueOf(bob.keepsake.notices.deliver())
    const before = bob.sender.messages().length
    await ask()
    await valueOf(bob.keepsake.notices.deliver())
    expect(bob.sender.messages()).toHaveLength(before + 1)
  })

  test('notices that were written, or put off, meanwhile are sent', async () => {
    const bob = await openWithBob(open)
    const welcome = (username: string) =>
      valueOf(
        bob.keepsake.users.create({
          list: [{ username, email: `${username}@example.com`, password }],
          options: { sendNotification: { sendEmailNotification: true } },
        }),
      )
    bob.sender.answer = false
    await whileAhead(bob, async () => {
      await welcome('eve')
      await valueOf(bob.keepsake.notices.deliver())
    })
    bob.sender.answer = true
    expect(await valueOf(bob.keepsake.notices.deliver())).toMatchObject({ sent: 1 })
    await whileAhead(bob, () => welcome('dan'))
    expect(await valueOf(bob.keepsake.notices.deliver())).toMatchObject({ sent: 1 })
  })

  test('a link that was written meanwhile, which works for nothing, is not sent', async () => {
    const bob = await openWithBob(open)
    await whileAhead(bob, () => valueOf(bob.keepsake.passwords.requestReset({ login: 'bob' })))
    expect(await valueOf(bob.keepsake.notices.deliver())).toMatchObject({ sent: 0, dead: 1 })
    expect(bob.sender.messages()).toHaveLength(0)
  })

  test('a link to reset a password that was sent meanwhile is good for nothing', async () => {
    const bob = await openWithBob(open)
    await whileAhead(bob, async () => {
      await valueOf(bob.keepsake.passwords.requestReset({ login: 'bob' }))
      await valueOf(bob.keepsake.notices.deliver())
    })
    const token = tokenIn(bob.sender.messages().at(-1)) ?? ''
    expect(await valueOf(bob.keepsake.passwords.completeReset({ token, newPassword }))).toEqual({
      verdict: 'token_invalid',
    })
  })

  test('tickets that were given meanwhile are good for nothing', async () => {
    const bob = await openWithBob(open, { otp: { secret } })
    const answer = await whileAhead(bob, () => attempt(bob))
    const ticket = 'ticket' in answer ? answer.ticket.reveal() : ''
    const code = codeAt(secret, bob.clock.now())
    expect(await valueOf(bob.keepsake.completeSignIn({ ticket, code }))).toEqual({
      verdict: 'ticket_invalid',
    })

    const eve = await openWithBob(open, { resetPasswordOnFirstLogin: true })
    const demand = await whileAhead(eve, () => attempt(eve))
    const change = { ticket: 'ticket' in demand ? demand.ticket.reveal() : '', newPassword }
    expect(await valueOf(eve.keepsake.passwords.change(change))).toEqual({ verdict: 'ticket_invalid' })
  })

  test('an authenticator that was begun meanwhile is not confirmed', async () => {
    const bob = await openWithBob(open)
    const begun = await whileAhead(bob, () =>
      valueOf(bob.keepsake.authenticators.begin({ userId: bob.userId })),
    )
    const code = codeAt(begun.secret.reveal(), bob.clock.now())
    const confirm = { userId: bob.userId, ticket: begun.ticket.reveal(), code }
    expect(await valueOf(bob.keepsake.authenticators.confirm(confirm))).toMatchObject({
      verdict: 'ticket_invalid',
    })
  })

  test('a ticket that was used before is not good again', async () => {
    const bob = await openWithBob(open, { otp: { secret } })
    const answer = await attempt(bob)
    const ticket = 'ticket' in answer ? answer.ticket.reveal() : ''
    const complete = () =>
      valueOf(bob.keepsake.completeSignIn({ ticket, code: codeAt(secret, bob.clock.now()) }))
    expect(await complete()).toMatchObject({ verdict: 'signed_in' })
    await whileAhead(bob, async () => {
      const other = await attempt(bob)
      const code = codeAt(secret, bob.clock.now())
      await valueOf(
        bob.keepsake.completeSignIn({ ticket: 'ticket' in other ? other.ticket.reveal() : '', code }),
      )
    })
    expect(await complete()).toEqual({ verdict: 'ticket_invalid' })
  })

  test('a source is as known as it was before', async () => {
    const bob = await openWithBob(open)
    expect(await verdictOf(bob, { ip: home })).toBe('signed_in')
    await whileAhead(bob, () => attempt(bob, { ip: '203.0.113.7' }))
    await guess(bob, 101)
    expect(await verdictOf(bob, { ip: home })).toBe('signed_in')
    expect(await verdictOf(bob, { ip: '203.0.113.7' })).toBe('too_many_attempts')
  })
})
