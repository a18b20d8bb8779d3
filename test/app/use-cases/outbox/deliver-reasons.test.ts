import { undeliverable, unavailable, type Message, type NoticeSender } from '@keepsake/domain'
import { errAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { openSubject, storages, valueOf, type OpenSubject, type Subject } from '../../../builders/keepsake.ts'

const settings = { activationUrl: 'https://login.example.com/activate' }

const openWith = (open: OpenSubject, noticeSender: NoticeSender): Promise<Subject> =>
  openSubject(open, { settings, ports: () => ({ noticeSender }) })

/** Makes users who are each owed a link to activate their account. */
const owe = async ({ keepsake }: Subject, ...names: readonly string[]): Promise<void> => {
  const list = names.map((name) => ({ email: `${name}@example.com`, name: 'Zoe Canary' }))
  const options = { autoGeneratePassword: true, sendNotification: { sendEmailNotification: true } }
  await valueOf(keepsake.users.create({ list, options }))
}

/** A sender that fails of what it is told to. */
const failing = (causeOf: (message: Message) => unknown): NoticeSender => ({
  send: (message) => errAsync(unavailable('notice-sender', causeOf(message))),
})

describe.each(storages)('on $name, why a notice was not sent', ({ open }) => {
  test('stands at the notice, in the counts and in the answer of the round', async () => {
    const subject = await openWith(open, {
      send: ({ to }) =>
        to.startsWith('gone')
          ? errAsync(undeliverable('recipient-refused', new Error('answered 550 5.1.1 to RCPT TO')))
          : errAsync(unavailable('notice-sender', new Error('answered 535 5.7.8 to AUTH'))),
    })
    await owe(subject, 'ann', 'gone', 'bob')
    const { keepsake } = subject
    const why = [
      { failure: 'sender-unavailable', reason: 'answered 535 5.7.8 to AUTH', count: 2 },
      { failure: 'recipient-refused', reason: 'answered 550 5.1.1 to RCPT TO', count: 1 },
    ]
    expect(await valueOf(keepsake.notices.deliver())).toEqual({
      sent: 0,
      postponed: 2,
      dead: 1,
      failures: why,
    })
    const { failures } = await valueOf(keepsake.notices.report())
    expect(failures).toEqual([
      { channel: 'email', state: 'waiting', ...why[0] },
      { channel: 'email', state: 'dead', ...why[1] },
    ])
    const waiting = await valueOf(keepsake.notices.list({ state: 'waiting', limit: 9 }))
    expect(waiting.map(({ failure, reason }) => [failure, reason])).toEqual([
      ['sender-unavailable', 'answered 535 5.7.8 to AUTH'],
      ['sender-unavailable', 'answered 535 5.7.8 to AUTH'],
    ])
    const [dead] = await valueOf(keepsake.notices.list({ state: 'dead', limit: 9 }))
    expect(dead).toMatchObject({ failure: 'recipient-refused', reason: 'answered 550 5.1.1 to RCPT TO' })
  })

  test('is that of the last attempt, and of none once it is sent', async () => {
    let fails = true
    const subject = await openSubject(open, {
      settings,
      ports: ({ noticeSender }) => ({
        noticeSender: {
          send: (message) =>
            fails
              ? errAsync(unavailable('notice-sender', new Error('a reason')))
              : noticeSender.send(message),
        },
      }),
    })
    await owe(subject, 'ann')
    const { keepsake, clock } = subject
    await valueOf(keepsake.notices.deliver())
    fails = false
    clock.set(clock.now() + 60_000)
    expect(await valueOf(keepsake.notices.deliver())).toEqual({ sent: 1, postponed: 0, dead: 0 })
    expect((await valueOf(keepsake.notices.list({ state: 'sent', limit: 9 })))[0]).not.toHaveProperty(
      'reason',
    )
    expect((await valueOf(keepsake.notices.report())).failures).toEqual([])
  })

  test.each<readonly [string, (message: Message) => unknown]>([
    ['the token', (message) => new Error(tokenIn(message))],
    ['the token within words', (message) => new Error(`no "${tokenIn(message)}"!`)],
    ['the link', (message) => new Error(`https://login.example.com/activate?token=${tokenIn(message)}`)],
    ['the name', ({ name }) => new Error(`${name} is unknown`)],
    ['another address', () => new Error('try canary@example.com')],
    ['a password of its own', () => new Error('password=canary')],
    ['a text in the place of an error', (message) => `no ${tokenIn(message)}`],
    [
      'an error with all of it inside',
      (message) =>
        Object.assign(new Error('failed'), {
          message: 'failed',
          request: { body: tokenIn(message) },
          cause: tokenIn(message),
        }),
    ],
    ['lines and control characters', () => new Error('one\r\ntwo\u0000three\u001b[31m')],
    ['a book', () => new Error('canary '.repeat(10_000))],
  ])('keeps no secret, whatever a sender of somebody else says: %s', async (what, causeOf) => {
    const tokens: string[] = []
    const subject = await openWith(
      open,
      failing((message) => {
        tokens.push(tokenIn(message))
        return causeOf(message)
      }),
    )
    await owe(subject, 'ann')
    const delivery = await valueOf(subject.keepsake.notices.deliver())
    const [posted] = await valueOf(subject.keepsake.notices.list({ state: 'waiting', limit: 1 }))
    const report = await valueOf(subject.keepsake.notices.report())
    const told = JSON.stringify([delivery, posted?.reason, report])
    expect(posted?.failure).toBe('sender-unavailable')
    expect(tokens).toHaveLength(1)
    for (const token of tokens) expect(told).not.toContain(token.slice(-20))
    if (what !== 'a book') expect(told.toLowerCase()).not.toContain('canary')
    expect([...(posted?.reason ?? '')].length).toBeLessThanOrEqual(200)
    expect(posted?.reason ?? '').not.toMatch(/\p{C}/u)
  })

  test('is another one where what it tells does not open', async () => {
    const subject = await openSubject(open, { settings })
    await owe(subject, 'ann')
    const { keepsake } = await openSubject(open, {
      settings,
      on: subject.opened,
      sealingKey: Buffer.alloc(32, 'another'),
      sealingKeyId: 'k2',
    })
    expect((await valueOf(keepsake.notices.deliver())).failures).toEqual([
      { failure: 'secret-unavailable', reason: expect.stringContaining('its key is missing here'), count: 1 },
    ])
  })
})

const tokenIn = (message: Message): string => ('token' in message ? message.token.reveal() : '')
