import { openWebhookSender, type WebhookOptions } from '@keepsake/adapters/notify/webhook'
import { conceal, userId, userPoolId, type DomainEvent } from '@keepsake/domain'
import { describe, expect, test } from 'vitest'
import { impatienceMs, patienceMs } from '../patience.ts'
import { badCertificates, nobodysName, nobodysPort, reasonOf, vector } from '../reasons.ts'
import { openReceiver, type Answer } from './receiver.ts'

const event: DomainEvent = {
  id: '6740b8000000000000000001',
  createdAt: 1_732_233_600_000,
  pool: userPoolId('pool-one'),
  userId: userId('6740b8000000000000000002'),
  type: 'user.created',
}

/** What is kept of an attempt at an address whose path is a secret. */
const reasonAt = async (origin: string, over: Partial<WebhookOptions> = {}) => {
  const secrets = [conceal(`whsec_${Buffer.alloc(32, 1).toString('base64')}`)]
  const endpoints = [{ name: 'shop', url: `${origin}/canary/hook?canary=1`, secrets }]
  const sender = await openWebhookSender({
    endpoints,
    clock: Date.now,
    allowPrivate: true,
    timeoutMs: patienceMs,
    ...over,
  })
  return reasonOf(sender.send(event, 'shop'))
}

describe('what a webhook answers is kept, without its text', () => {
  test.each<readonly [Answer, string, string]>([
    [301, 'unavailable', 'answered 301, which is not followed'],
    [307, 'unavailable', 'answered 307, which is not followed'],
    [400, 'unavailable', 'answered 400'],
    [401, 'unavailable', 'answered 401'],
    [404, 'unavailable', 'answered 404'],
    [410, 'recipient-refused', 'answered 410'],
    [429, 'unavailable', 'answered 429'],
    [500, 'unavailable', 'answered 500'],
    [503, 'unavailable', 'answered 503'],
    ['hangs', 'unavailable', 'did not answer: TimeoutError (no answer in time)'],
    ['drops', 'unavailable', 'did not answer: ECONNRESET (the connection was cut)'],
  ])('%s', async (answer, kind, words) => {
    const receiver = await openReceiver()
    receiver.answer(answer)
    const host = `127.0.0.1:${receiver.port}`
    const timeoutMs = answer === 'hangs' ? impatienceMs : patienceMs
    expect(await reasonAt(`http://${host}`, { timeoutMs })).toEqual([kind, `the webhook at ${host} ${words}`])
  })

  test.each(badCertificates)('a certificate that is %s', async (_, cert, ca, words) => {
    const receiver = await openReceiver({ key: vector('server-key'), cert: vector(cert) })
    const host = `localhost:${receiver.port}`
    const options = ca === undefined ? {} : { ca: vector(ca) }
    expect(await reasonAt(`https://${host}`, options)).toEqual([
      'unavailable',
      `the webhook at ${host} did not answer: ${words}`,
    ])
  })

  test('no TLS where there must be', async () => {
    const receiver = await openReceiver()
    const [kind, words] = await reasonAt(`https://localhost:${receiver.port}`)
    expect(kind).toBe('unavailable')
    expect(words).toMatch(
      /did not answer: \w+ \((?:it speaks no TLS that is accepted|the connection was cut)\)$/u,
    )
  })

  test('nobody at all, and no such name', async () => {
    expect((await reasonAt(`http://127.0.0.1:${await nobodysPort()}`))[1]).toContain(
      'ECONNREFUSED (nothing listens there)',
    )
    expect((await reasonAt(`http://${nobodysName}`))[1]).toMatch(
      /did not answer: \w+ \(its name is not found\)$/u,
    )
  })

  test.each(['https://10.0.0.1', 'https://[::7f00:1]', 'https://[2002:a00:1::1]', 'https://localhost'])(
    'an address that is not public: %s',
    async (origin) => {
      const host = new URL(origin).host
      expect(await reasonAt(origin, { allowPrivate: false })).toEqual([
        'unavailable',
        `the webhook at ${host} did not answer: ENOTPUBLIC (its address is not public)`,
      ])
    },
  )
})
