import { remoteSenderConformance } from '@keepsake/conformance/senders'
import { openTwilioSender } from '@keepsake/adapters/notify/sms/twilio'
import { conceal } from '@keepsake/domain'
import { describe, expect, it, test } from 'vitest'
import { valueOf } from '../../../builders/keepsake.ts'
import { aMessage } from '../messages.ts'
import { withPatience } from '../patience.ts'
import { write } from '../write.ts'
import { testAddressees, testAnswers } from './answers.ts'
import { openProvider } from './provider.ts'

const secret = 'canary-auth-token'

const open = async (from = '+15005550006') => {
  const provider = await openProvider(() => ({ status: 201, body: { sid: 'SM1', status: 'queued' } }), {
    busy: { status: 429, body: { code: 20429, message: 'Too Many Requests', status: 429 } },
    refuses: { status: 400, body: { code: 21211, message: "The 'To' number is not valid", status: 400 } },
  })
  const { endpoint } = provider
  const options = {
    accountSid: 'AC1',
    keySid: 'SK1',
    secret: conceal(secret),
    from,
    write,
    clock: Date.now,
    endpoint,
  }
  return {
    provider,
    ...(await withPatience((timeoutMs) => openTwilioSender({ ...options, timeoutMs }), provider.behave)),
  }
}

describe('text messages by Twilio', () => {
  test.each(remoteSenderConformance)('$name', ({ run }) =>
    run(async () => {
      const { provider, ...subject } = await open()
      return {
        ...subject,
        channel: 'sms',
        credentials: [secret, Buffer.from(`SK1:${secret}`).toString('base64')],
        keyless: 'Twilio takes no idempotency key for messages: a repeat is a second message',
        received: async () =>
          provider.calls().map(({ body }) => {
            const form = new URLSearchParams(body)
            return { to: form.getAll('To').join(), text: form.get('Body') ?? '' }
          }),
      }
    }),
  )

  it('go to the account’s messages, signed in by its key', async () => {
    const { provider, sender } = await open()
    await valueOf(sender.send(aMessage('password-reset', { token: 't&To=+1', locale: 'en' }, 'sms')))
    const [call] = provider.calls()
    expect(call).toMatchObject({
      method: 'POST',
      url: { pathname: '/2010-04-01/Accounts/AC1/Messages.json' },
    })
    expect(call?.headers).toMatchObject({
      authorization: `Basic ${Buffer.from(`SK1:${secret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    })
    const form = new URLSearchParams(call?.body)
    expect([...form.keys()].toSorted()).toStrictEqual(['Body', 'From', 'To'])
    expect(form.get('Body')).toBe(
      'Shop: reset your password within an hour: https://login.example.com/reset?token=t%26To%3D%2B1 If you did not ask for this, do nothing.',
    )
  })

  it('may come from a messaging service', async () => {
    const { provider, sender } = await open('MG1')
    await valueOf(sender.send(aMessage('otp-imported', {}, 'sms')))
    const form = new URLSearchParams(provider.calls()[0]?.body)
    expect([form.get('MessagingServiceSid'), form.get('From')]).toStrictEqual(['MG1', null])
  })

  testAddressees(open)
  testAnswers(
    open,
    [
      [20003, 401, 'unavailable'],
      [20429, 429, 'unavailable'],
      [20500, 500, 'unavailable'],
      [21211, 400, 'recipient-refused'],
      [21211, 500, 'unavailable'],
      [21610, 400, 'recipient-refused'],
      [21614, 400, 'recipient-refused'],
      [21617, 400, 'message-refused'],
      [21606, 400, 'unavailable'],
      [99999, 400, 'unavailable'],
    ],
    (code, message) => ({ code, message, more_info: message }),
  )
})
