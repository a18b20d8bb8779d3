import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import {
  openWebhookSender,
  type WebhookEndpoint,
  type WebhookOptions,
} from '@keepsake/adapters/notify/webhook'
import { conceal, isEndpointName, userId, userPoolId, type DomainEvent } from '@keepsake/domain'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it, test } from 'vitest'
import { signedHeaders } from '../../../packages/adapters/src/notify/webhook/signed-headers.ts'
import { errorOf, valueOf } from '../../builders/keepsake.ts'
import { impatienceMs, patienceMs } from './patience.ts'
import { openReceiver, type Answer } from './webhook/receiver.ts'
import { refusalOf } from '../../builders/refusal.ts'

const secretOf = (byte: number): string => `whsec_${Buffer.alloc(32, byte).toString('base64')}`
const [one, other] = [secretOf(1), secretOf(2)]

const event: DomainEvent = {
  id: '6740b8000000000000000001',
  createdAt: 1_732_233_600_000,
  pool: userPoolId('pool-one'),
  userId: userId('6740b8000000000000000002'),
  type: 'password.changed',
  by: 'user',
}

const endpointAt = (port: number, over: Partial<WebhookEndpoint> = {}): WebhookEndpoint => ({
  url: `http://127.0.0.1:${port}/hooks/canary-path`,
  secrets: [conceal(one)],
  ...over,
})

const senderTo = (endpoints: readonly WebhookEndpoint[], over: Partial<WebhookOptions> = {}) =>
  openWebhookSender({ endpoints, clock: Date.now, allowPrivate: true, timeoutMs: patienceMs, ...over })

const open = async (over: Partial<WebhookEndpoint> = {}, options: Partial<WebhookOptions> = {}) => {
  const receiver = await openReceiver()
  return { receiver, sender: await senderTo([endpointAt(receiver.port, over)], options) }
}

describe('a webhook', () => {
  it('says what happened to whom, and nothing else of them', async () => {
    const { receiver, sender } = await open()
    await valueOf(sender.send(event))
    const [received] = receiver.received()
    expect(received).toMatchObject({ method: 'POST', path: '/hooks/canary-path' })
    expect(received?.headers['content-type']).toBe('application/json')
    expect(JSON.parse(received?.body ?? '')).toStrictEqual({
      type: 'password.changed',
      timestamp: '2024-11-22T00:00:00.000Z',
      data: { pool: 'pool-one', userId: '6740b8000000000000000002', by: 'user' },
    })
  })

  it('is signed as Standard Webhooks has it, by every secret, so that one can take the place of another', async () => {
    const { receiver, sender } = await open({ secrets: [conceal(one), conceal(other)] })
    await valueOf(sender.send(event))
    const { headers, body } = receiver.received()[0] ?? { headers: {}, body: '' }
    for (const secret of [one, other])
      expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toStrictEqual(
        JSON.parse(body),
      )
    expect(() => new Webhook(secretOf(3)).verify(body, headers as Record<string, string>)).toThrow(
      'signature',
    )
    expect(() => new Webhook(one).verify(`${body} `, headers as Record<string, string>)).toThrow('signature')
  })

  it('is signed like the example of the specification', async () => {
    // github.com/standard-webhooks/standard-webhooks, spec, "Signature scheme" and its libraries' tests.
    const secret = conceal('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')
    const at = 1_614_265_330_000
    const headers = await signedHeaders('msg_p5jXN8AQM9LWM0D4loKWxJek', at, '{"test": 2432232314}', [secret])
    expect(headers).toStrictEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    })
  })

  it('that is repeated has the same id and body, and the time of its own attempt', async () => {
    const receiver = await openReceiver()
    let now = 1_800_000_000_000
    const sender = await senderTo([endpointAt(receiver.port)], { clock: () => now })
    await valueOf(sender.send(event))
    now += 60_000
    await valueOf(sender.send(event))
    const [first, second] = receiver.received()
    expect(second?.body).toBe(first?.body)
    expect(second?.headers['webhook-id']).toBe(event.id)
    expect([first, second].map((each) => each?.headers['webhook-timestamp'])).toStrictEqual([
      '1800000000',
      '1800000060',
    ])
  })

  test.each<readonly [Answer, string]>([
    [200, 'sent'],
    [202, 'sent'],
    [299, 'sent'],
    ['drips', 'sent'],
    ['floods', 'sent'],
    [301, 'unavailable'],
    [302, 'unavailable'],
    [307, 'unavailable'],
    [400, 'unavailable'],
    [401, 'unavailable'],
    [404, 'unavailable'],
    [410, 'undeliverable'],
    [429, 'unavailable'],
    [500, 'unavailable'],
    [503, 'unavailable'],
    ['drops', 'unavailable'],
    ['hangs', 'unavailable'],
  ])('that is answered with %s is %s, and follows nothing', async (answer, meaning) => {
    const timeoutMs = answer === 'hangs' ? impatienceMs : patienceMs
    const { receiver, sender } = await open({}, { timeoutMs })
    receiver.answer(answer)
    const result = await sender.send(event)
    expect(result.isOk() ? 'sent' : result.error.kind).toBe(meaning)
    expect(receiver.received().filter(({ path }) => path === '/elsewhere')).toStrictEqual([])
    expect(inspect(result, { depth: 9, showHidden: true })).not.toMatch(/canary|AQEBAQ/u)
  })

  it('goes to those alone who want to know', async () => {
    const receivers = [await openReceiver(), await openReceiver(), await openReceiver()]
    const wishes: readonly Partial<WebhookEndpoint>[] = [
      {},
      { events: ['user.created'] },
      { events: ['password.changed'] },
    ]
    const sender = await senderTo(receivers.map(({ port }, index) => endpointAt(port, wishes[index])))
    await valueOf(sender.send(event))
    expect(receivers.map(({ received }) => received().length)).toStrictEqual([1, 0, 1])
  })

  it('goes to one endpoint alone, by its name, whatever it is that others do', async () => {
    const receivers = [await openReceiver(), await openReceiver()] as const
    const [shop, crm] = receivers
    const sender = await senderTo([
      endpointAt(shop.port, { name: 'shop' }),
      endpointAt(crm.port, { name: 'crm', events: ['user.created'] }),
    ])
    expect(sender.endpoints).toStrictEqual([{ name: 'shop' }, { name: 'crm', events: ['user.created'] }])
    crm.answer(500)
    await valueOf(sender.send(event, 'shop'))
    expect(await errorOf(sender.send(event, 'crm'))).toMatchObject({ kind: 'unavailable' })
    expect(await errorOf(sender.send(event, 'gone'))).toMatchObject({ reason: 'not-prepared' })
    expect(receivers.map(({ received }) => received().length)).toStrictEqual([1, 1])
  })

  it('without a name is known by its host, and by letters that tell nothing of its path', async () => {
    const named = async (url: string) =>
      (await senderTo([{ url, secrets: [conceal(one)] }])).endpoints?.[0]?.name ?? ''
    expect(await named('https://shop.example.com/hooks/canary')).toMatch(/^shop\.example\.com-[0-9a-f]{8}$/u)
    expect(await named('https://shop.example.com/hooks/a')).not.toBe(
      await named('https://shop.example.com/hooks/b'),
    )
    for (const host of ['[2001:4860::1]', `${'a'.repeat(60)}.example`, '127.0.0.1:8080'])
      expect(isEndpointName(await named(`https://${host}/`))).toBe(true)
  })

  it('reaches all others where one fails, and is tried again as long as anybody may take it', async () => {
    const receivers = [await openReceiver(), await openReceiver(), await openReceiver()] as const
    const sender = await senderTo(receivers.map(({ port }) => endpointAt(port)))
    const [gone, down, well] = receivers
    gone.answer(410)
    down.answer(503)
    expect(await errorOf(sender.send(event))).toMatchObject({ kind: 'unavailable', part: 'event-sender' })
    down.answer(204)
    expect(await errorOf(sender.send(event))).toMatchObject({ kind: 'undeliverable' })
    expect(well.received().map(({ headers }) => headers['webhook-id'])).toStrictEqual([event.id, event.id])
  })
})

describe('a webhook over TLS', () => {
  const vector = (name: string) =>
    readFileSync(new URL(`../../vectors/tls/${name}.pem`, import.meta.url), 'utf8')
  const tls = { key: vector('server-key'), cert: vector('server') }

  it('goes only to a server with the certificate of the host', async () => {
    const receiver = await openReceiver(tls)
    const endpoints = [endpointAt(0, { url: `https://localhost:${receiver.port}/` })]
    expect(await errorOf((await senderTo(endpoints)).send(event))).toMatchObject({ kind: 'unavailable' })
    expect(receiver.received()).toHaveLength(0)
    await valueOf((await senderTo(endpoints, { ca: vector('ca') })).send(event))
    expect(receiver.received()).toHaveLength(1)
  })
})

describe('a webhook into a private network', () => {
  const publicOnly = (url: string, over: Partial<WebhookOptions> = {}) =>
    senderTo([endpointAt(0, { url })], { allowPrivate: false, ...over })

  test.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0177.0.0.1/',
    'https://0.0.0.0/',
    'https://10.0.0.1/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://100.64.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://[::1]/',
    'https://[::]/',
    'https://[fc00::1]/',
    'https://[fe80::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://localhost/',
  ])('at %s is refused without a connection', async (url) => {
    const error = await errorOf((await publicOnly(url)).send(event))
    expect(error).toMatchObject({ kind: 'unavailable', part: 'event-sender' })
    expect(String(error.cause)).toContain('did not answer: ENOTPUBLIC')
  })

  test.each([
    [['127.0.0.1']],
    [['10.1.2.3']],
    [['::1']],
    [['::ffff:192.168.0.1']],
    [['203.0.114.7', '10.0.0.1']],
    [['not an address']],
    [[]],
  ])('behind a name that leads to %j is refused, though the receiver is there', async (addresses) => {
    const receiver = await openReceiver()
    const sender = await publicOnly(`https://hooks.example.com:${receiver.port}/`, {
      resolve: (_, done) =>
        done(
          null,
          addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        ),
    })
    expect(String((await errorOf(sender.send(event))).cause)).toContain('ENOTPUBLIC')
    expect(receiver.received()).toHaveLength(0)
  })

  it('behind a name that has been moved there since is refused as well', async () => {
    const asked: string[] = []
    const sender = await publicOnly('https://hooks.example.com/', {
      resolve: (hostname, done) => {
        asked.push(hostname)
        done(null, [{ address: '127.0.0.1', family: 4 }])
      },
    })
    for (let times = 0; times < 2; times += 1)
      expect(String((await errorOf(sender.send(event))).cause)).toContain('ENOTPUBLIC')
    expect(asked).toStrictEqual(['hooks.example.com', 'hooks.example.com'])
  })

  it('that nobody can resolve is tried again', async () => {
    const sender = await publicOnly('https://hooks.example.com/', {
      resolve: (_, done) => done(Object.assign(new Error('canary'), { code: 'ENOTFOUND' }), []),
    })
    expect(String((await errorOf(sender.send(event))).cause)).toContain('ENOTFOUND')
  })
})

describe('an endpoint', () => {
  test.each([
    'http://hooks.example.com/',
    'ftp://hooks.example.com/',
    'hooks.example.com',
    'https://user:canary@hooks.example.com/',
    '',
  ])('at %j is refused at once, and not repeated', async (url) => {
    const opening = () => senderTo([endpointAt(0, { url })], { allowPrivate: false })
    expect((await refusalOf(opening)).message).toBe(
      'endpoints.0.url: give the address as https://host/path (webhook.url_malformed)',
    )
  })

  test.each(['', 'a b', 'é', 'x'.repeat(65), 'a/b'])('by the name %j is refused', async (name) => {
    await expect(senderTo([endpointAt(1, { name })])).rejects.toThrow(
      'endpoints.0.name: give a name of 1 to 64',
    )
  })

  it('that cannot be told from another is refused, whether by name or by address', async () => {
    const named = ['a', 'b', 'a'].map((name, index) => endpointAt(index + 1, { name }))
    await expect(senderTo(named)).rejects.toThrow(
      'endpoints.2.name: give each webhook a name of its own: a is used twice',
    )
    await expect(senderTo([endpointAt(1), endpointAt(1)])).rejects.toThrow(
      /^endpoints\.1\.name: give each webhook a name of its own: 127\.0\.0\.1-/u,
    )
  })

  test.each([
    [[]],
    [['']],
    [['whsec_']],
    [['MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw']],
    [[`whsec_${Buffer.alloc(23).toString('base64')}`]],
    [[`whsec_${Buffer.alloc(65).toString('base64')}`]],
    [[`${one} `]],
    [[one, 'whsec_canary']],
  ])('with secrets %j is refused', async (secrets) => {
    const opening = () => senderTo([endpointAt(0, { secrets: secrets.map((each) => conceal(each)) })])
    const { message } = await refusalOf(opening)
    expect(message).toContain(
      'endpoints.0.secrets: give at least one secret: whsec_ and base64 of 24 to 64 bytes',
    )
    expect(message).not.toContain('canary')
  })
})
