import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { listCaptured } from '@keepsake/adapters/notify/capture-folder'
import { loadConfig, openContainer, openEventSender, tokens, type Config } from 'keepsake/inversify'
import { userId, userPoolId, type Unavailable } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import { Webhook } from 'standardwebhooks'
import { describe, expect, onTestFinished, test } from 'vitest'
import rsaVectors from '../../vectors/cipher/rsa-openssl.json' with { type: 'json' }
import { openMailServer } from '../../adapters/notify/mail-server.ts'
import { openReceiver } from '../../adapters/notify/webhook/receiver.ts'
import { readConfig, type BadConfig } from '../../../packages/cli/src/composition/config.ts'
import { containerOf } from '../../../packages/cli/src/composition/container.ts'
import { temporaryDirectory } from '../../adapters/storage/temporary-file.ts'
import { errorOf, valueOf } from '../../builders/keepsake.ts'
import { refusedFor } from '../../builders/refusal.ts'

const least = {
  databaseUrl: 'memory:',
  accessKeyId: 'pool-one',
  phoneCountryCode: '+86',
  accessKeySecret: 'an access key secret of 33 signs!',
  sealingKey: Buffer.alloc(32, 7).toString('base64'),
  loginUrl: 'https://login.example.com/in',
}

const certificate = readFileSync(new URL('../../vectors/tls/server.pem', import.meta.url))

const fileOf = (over: object): string => {
  const file = join(temporaryDirectory(), 'keepsake.config.json')
  writeFileSync(file, JSON.stringify({ ...least, ...over }), { mode: 0o600 })
  // What an operator may take for another file.
  writeFileSync(join(file, '..', 'certificate.pem'), certificate, { mode: 0o600 })
  writeFileSync(join(file, '..', 'key.pem'), rsaVectors.keys.rsa2048.pem, { mode: 0o600 })
  return file
}

const configOf = async (over: object, environment = {}): Promise<Config> =>
  loadConfig(fileOf(over), environment)

const open = async (config: Config) => {
  const container = await openContainer(config)
  onTestFinished(async () => {
    await container.get(tokens.noticeSender).close?.()
    await container.get(tokens.storage).close()
  })
  return container.get(tokens.keepsake)
}

const secret = 'canary-of-a-provider'
const from = { address: 'no-reply@shop.example', name: 'Shop' }
const twilio = { provider: 'twilio', accountSid: 'AC1', secret, from: '+15005550006' }

const mail = { url: 'smtps://mail.example.com', from }
const dkim = { domain: 'shop.example', selector: 's1' }

const users = {
  list: [
    { email: 'zoe@example.com', name: 'Zoe', locale: 'en-US' },
    { email: 'wang@example.com', name: '王小明' },
  ],
  options: { sendNotification: { sendEmailNotification: true, sendPhoneNotification: true } },
}

const endpoint = {
  url: 'https://shop.example/hooks',
  secrets: [`whsec_${Buffer.alloc(32, 1).toString('base64')}`],
}

describe('notices of a configuration', () => {
  test('arrive by mail, each in its reader’s language, with the pool’s address', async () => {
    const server = await openMailServer()
    const mail = { url: `smtp://me:${secret}@127.0.0.1:${server.port}`, plaintext: true, from }
    const keepsake = await open(await configOf({ mail, notices: { service: 'Shop' } }))
    await valueOf(keepsake.users.create(users))
    expect(await valueOf(keepsake.notices.deliver())).toEqual({ sent: 2, postponed: 0, dead: 0 })
    const received = (await server.received()).map(({ to, mail }) => [to.join(), mail.subject, mail.from])
    expect(received).toEqual([
      ['zoe@example.com', 'Your Shop account', from],
      ['wang@example.com', '您的 Shop 账号已创建', from],
    ])
    for (const { mail } of await server.received())
      expect(mail.text).toContain('https://login.example.com/in')
  })

  test('lead new users to the pool’s page to activate their accounts, by whatever name', async () => {
    const server = await openMailServer()
    const mail = { url: `smtp://127.0.0.1:${server.port}`, from }
    const activationUrl = 'https://activate.example.com/start'
    const keepsake = await open(await configOf({ mail, activationUrl }))
    const options = { ...users.options, autoGeneratePassword: true }
    await valueOf(keepsake.users.create({ ...users, options }))
    expect(await valueOf(keepsake.notices.deliver())).toEqual({ sent: 2, postponed: 0, dead: 0 })
    for (const { mail } of await server.received()) expect(mail.text).toContain(`${activationUrl}?token=`)
  })

  test('that no rule lets out are not sent, and a number abroad is none of the pool’s', async () => {
    const keepsake = await open(await configOf({ sms: twilio }))
    const list = [{ phone: '+1 415 555 2671' }, { email: 'zoe@example.com' }]
    await valueOf(keepsake.users.create({ ...users, list }))
    expect(await valueOf(keepsake.notices.deliver())).toMatchObject({ sent: 0, postponed: 0, dead: 2 })
  })

  test('are kept in a folder in development, in the place of sending them', async () => {
    const server = await openMailServer()
    const file = fileOf({
      notices: { capturedTo: 'captured', language: 'en-US' },
      mail: { url: `smtp://127.0.0.1:${server.port}`, from },
    })
    const keepsake = await open(await loadConfig(file, {}))
    await valueOf(keepsake.users.create(users))
    expect(await valueOf(keepsake.notices.deliver())).toEqual({ sent: 2, postponed: 0, dead: 0 })
    const kept = await valueOf(listCaptured(join(file, '..', 'captured')))
    expect(kept.map(({ to }) => to).toSorted()).toEqual(['wang@example.com', 'zoe@example.com'])
    expect(kept.every(({ subject }) => subject === 'Your pool-one account')).toBe(true)
    expect(server.connections()).toBe(0)
  })

  test('may come from the environment, their secrets hidden', async () => {
    const config = await configOf(
      {},
      {
        KEEPSAKE_MAIL: JSON.stringify({ url: `smtps://me:${secret}@mail.example.com`, from }),
        KEEPSAKE_SMS: JSON.stringify(twilio),
      },
    )
    expect(config.notices.mail?.url.reveal()).toContain(secret)
    expect(inspect(config, { depth: null }) + JSON.stringify(config)).not.toContain('canary')
  })

  test.each<readonly [string, object]>([
    ['mail', { mail: { url: 'canary', from } }],
    ['mail', { mail: { url: 'https://canary.example', from } }],
    ['mail', { mail: { url: 'smtps://mail.example.com', from: { address: 'canary' } } }],
    ['mail', { mail: { url: 'smtps://mail.example.com' } }],
    ['mail.caFile', { mail: { url: 'smtps://mail.example.com', from, caFile: 'none.pem' } }],
    [
      'mail.dkim.privateKeyFile',
      {
        mail: {
          url: 'smtps://mail.example.com',
          from,
          dkim: { domain: 'd', selector: 's', privateKeyFile: 'none.pem' },
        },
      },
    ],
    [
      'mail.dkim.privateKeyFile: give an RSA key',
      { mail: { ...mail, dkim: { ...dkim, privateKeyFile: 'certificate.pem' } } },
    ],
    ['mail.caFile: give the certificates', { mail: { ...mail, caFile: 'key.pem' } }],
    ['mail.url: percent-encode', { mail: { ...mail, url: 'smtps://me:100%canary@mail.example.com' } }],
    ['sms.secret: give the secret of Twilio', { sms: { ...twilio, secret: 'canary\n' } }],
    ['sms', { sms: { ...twilio, provider: 'canary' } }],
    ['sms', { sms: { ...twilio, accessKeyId: 'canary' } }],
    ['sms', { sms: { ...twilio, limits: { allowed: ['canary'] } } }],
    ['sms', { sms: { ...twilio, limits: { perNumber: 0 } } }],
    ['notices', { notices: { language: 'canary' } }],
    [
      'webhooks',
      { webhooks: { endpoints: [{ url: 'https://a.example', secrets: ['x'], events: ['canary'] }] } },
    ],
  ])('with a bad %s are refused by its name, and no value is quoted: %j', async (field, over) => {
    const failure = await errorOf(
      readConfig(fileOf(over), {}).andThen((config): ResultAsync<unknown, BadConfig | Unavailable> =>
        containerOf(config),
      ),
    )
    expect(failure).toMatchObject({ kind: 'bad-config', reason: expect.stringContaining(field) as string })
    expect(JSON.stringify(failure)).not.toMatch(/canary/u)
  })

  test('name the keys that sign their mails, relative to the file', async () => {
    const server = await openMailServer()
    const dkim = { domain: 'shop.example', selector: 's1', privateKeyFile: 'dkim.pem' }
    const file = fileOf({ mail: { url: `smtp://127.0.0.1:${server.port}`, from, dkim } })
    writeFileSync(join(file, '..', 'dkim.pem'), rsaVectors.keys.rsa2048.pem, { mode: 0o600 })
    const keepsake = await open(await loadConfig(file, {}))
    await valueOf(keepsake.users.create(users))
    await valueOf(keepsake.notices.deliver())
    expect((await server.received())[0]?.raw).toMatch(/^DKIM-Signature: .*d=shop\.example/mu)
  })

  test('say which countries get text messages, by the country of the pool or by a list', async () => {
    for (const [over, opens] of [
      [{ phoneCountryCode: undefined, sms: twilio }, false],
      [{ phoneCountryCode: undefined, sms: { ...twilio, limits: { allowed: ['+1'] } } }, true],
      [{ sms: twilio }, true],
    ] as const) {
      const config = await configOf(over)
      if (opens) await expect(open(config)).resolves.toBeDefined()
      else
        expect(await errorOf(containerOf(config))).toMatchObject({
          reason: expect.stringContaining('sms.limits.allowed') as string,
        })
    }
  })

  test.each([
    twilio,
    { provider: 'aliyun', accessKeyId: 'id', accessKeySecret: secret, signName: 'S', templates: {} },
    { provider: 'tencent', secretId: 'id', secretKey: secret, sdkAppId: '1', templates: {} },
  ])('open a sender of text messages: $provider', async (sms) => {
    const config = await configOf({ sms })
    expect(config.notices.sms?.provider).toBe(sms.provider)
    await expect(open(config)).resolves.toBeDefined()
  })
})

test('webhooks of a configuration tell their endpoints of events, signed', async () => {
  const receiver = await openReceiver()
  const whsec = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
  const endpoint = { url: `http://127.0.0.1:${receiver.port}/hook`, secrets: [whsec] }
  const { notices } = await configOf({ webhooks: { endpoints: [endpoint], allowPrivate: true } })
  expect(inspect(notices, { depth: null })).not.toContain(whsec)
  const sender = await openEventSender(notices.webhooks!, Date.now)
  const event = {
    id: 'e1',
    createdAt: 0,
    pool: userPoolId('p'),
    userId: userId('u'),
    type: 'user.created',
  } as const
  await valueOf(sender.send(event))
  const [received] = receiver.received()
  expect(
    new Webhook(whsec).verify(received?.body ?? '', received?.headers as Record<string, string>),
  ).toMatchObject({
    type: 'user.created',
  })

  const outside = await configOf({ webhooks: { endpoints: [endpoint] } })
  expect(await refusedFor(() => openEventSender(outside.notices.webhooks!, Date.now))).toEqual([
    'webhooks.endpoints.0.url webhook.url_malformed',
  ])
})

test.each([
  ['off', {}, false],
  ['off for webhooks without endpoints', { webhooks: { endpoints: [] } }, false],
  ['on where there is an endpoint', { webhooks: { endpoints: [endpoint] } }, true],
  ['off where an operator says so', { webhooks: { endpoints: [endpoint] }, events: false }, false],
  ['on where an operator says so', { events: true }, true],
])('events are %s', async (_, over, on) => {
  expect((await configOf(over)).pool.events).toBe(on)
})

test('what is configured is written and told, and users who are given an authenticator hear of it', async () => {
  const receiver = await openReceiver()
  const webhooks = {
    endpoints: [{ ...endpoint, url: `http://127.0.0.1:${receiver.port}/` }],
    allowPrivate: true,
  }
  const keepsake = await open(await configOf({ webhooks, notices: { otpImported: true } }))
  const { created } = await valueOf(keepsake.users.create({ list: [{ email: 'zoe@example.com' }] }))
  const otp = { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' }
  await valueOf(keepsake.authenticators.import({ list: [{ userId: created[0]!.account.user.id, otp }] }))
  expect(await valueOf(keepsake.events.deliver())).toEqual({ sent: 2, postponed: 0, dead: 0 })
  expect(receiver.received().map(({ body }) => (JSON.parse(body) as { readonly type: string }).type)).toEqual(
    ['user.created', 'otp.imported'],
  )
  expect(await valueOf(keepsake.notices.report())).toMatchObject({ waiting: 1 })
})

test('a webhook that makes no sense is refused by its name before anything is opened', async () => {
  const config = await configOf({
    webhooks: { endpoints: [{ url: 'https://a.example', secrets: ['canary'] }] },
  })
  const failure = await errorOf(containerOf(config))
  expect(failure).toMatchObject({ kind: 'bad-config', reason: expect.stringContaining('webhooks') as string })
  expect(JSON.stringify(failure)).not.toMatch(/canary/u)
})
