import { inspect } from 'node:util'
import { generateKeyPairSync } from 'node:crypto'
import { openAliyunSender } from '@keepsake/adapters/notify/sms/aliyun'
import { openTencentSender } from '@keepsake/adapters/notify/sms/tencent'
import { openTwilioSender } from '@keepsake/adapters/notify/sms/twilio'
import { openSmtpSender, type SmtpOptions } from '@keepsake/adapters/notify/smtp'
import { openWebhookSender } from '@keepsake/adapters/notify/webhook'
import { conceal } from '@keepsake/domain'
import { describe, expect, onTestFinished, test } from 'vitest'
import rsaVectors from '../../vectors/cipher/rsa-openssl.json' with { type: 'json' }
import { valueOf } from '../../builders/keepsake.ts'
import { openMailServer } from './mail-server.ts'
import { aMessage } from './messages.ts'
import { vector } from './reasons.ts'
import { write } from './write.ts'
import { refusalOf } from '../../builders/refusal.ts'

const openMail = async (over: Partial<SmtpOptions>) => {
  const sender = await openSmtpSender({
    url: conceal('smtps://mail.example.com'),
    from: { address: 'no-reply@shop.example' },
    write,
    ...over,
  })
  onTestFinished(() => sender.close?.())
  return sender
}

const dkimBy = (pem: string, over: object = {}): Partial<SmtpOptions> => ({
  dkim: { domain: 'shop.example', selector: 's1', privateKey: conceal(pem), ...over },
})

const pkcs8 = { type: 'pkcs8', format: 'pem' } as const
const { privateKey: rsa, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const rsaPem = rsa.export(pkcs8).toString()

describe('a key that signs mails', () => {
  test.each<readonly [string, string]>([
    ['of 2048 bits, as OpenSSL writes it', rsaVectors.keys.rsa2048.pem],
    ['in the older form (PKCS #1)', rsa.export({ type: 'pkcs1', format: 'pem' }).toString()],
    ['of 1024 bits', generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export(pkcs8).toString()],
    ['with Windows line breaks', rsaPem.replaceAll('\n', '\r\n')],
  ])('%s signs', async (_, pem) => {
    const server = await openMailServer()
    const sender = await openMail({ url: conceal(`smtp://127.0.0.1:${server.port}`), ...dkimBy(pem) })
    await valueOf(sender.send(aMessage('password-reset')))
    expect((await server.received())[0]?.raw).toMatch(/^DKIM-Signature: v=1; a=rsa-sha256;/mu)
  })

  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  test.each<readonly [string, string, string]>([
    ['a certificate', vector('server'), 'CERTIFICATE'],
    ['a public key', publicKey.export({ type: 'spki', format: 'pem' }).toString(), 'PUBLIC KEY'],
    ['Ed25519', generateKeyPairSync('ed25519').privateKey.export(pkcs8).toString(), 'ed25519'],
    ['Ed448', generateKeyPairSync('ed448').privateKey.export(pkcs8).toString(), 'ed448'],
    // It signs, and nobody can verify that by RSA.
    ['of an elliptic curve', ec.export(pkcs8).toString(), 'it is a key of ec'],
    [
      'RSA-PSS',
      generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey.export(pkcs8).toString(),
      'rsa-pss',
    ],
    [
      'of 512 bits',
      generateKeyPairSync('rsa', { modulusLength: 512 }).privateKey.export(pkcs8).toString(),
      'it has fewer bits',
    ],
    [
      'under a passphrase',
      rsa.export({ ...pkcs8, cipher: 'aes-256-cbc', passphrase: 'x' }).toString(),
      'ENCRYPTED PRIVATE KEY',
    ],
    ['cut short', rsaPem.slice(0, 400), 'PRIVATE KEY'],
    ['no PEM', 'canary', 'no PEM'],
    ['nothing', '', 'no PEM'],
  ])('that is %s is refused at once', async (_, pem, words) => {
    await expect(openMail(dkimBy(pem))).rejects.toThrow(words)
    expect(inspect(await refusalOf(() => openMail(dkimBy(pem))), { depth: 9 })).not.toMatch(/canary|MII/u)
  })

  test.each([
    [{ domain: 'shop.example; x=1' }, 'domain'],
    [{ domain: '' }, 'domain'],
    [{ domain: 'shop..example' }, 'domain'],
    [{ selector: 's1 x' }, 'selector'],
    [{ selector: '' }, 'selector'],
    [{ selector: 's\r\nBcc: x' }, 'selector'],
  ])('for %j is refused at once', async (over, words) => {
    await expect(openMail(dkimBy(rsaPem, over))).rejects.toThrow(`dkim.${words}: give `)
  })
})

describe('authorities to trust', () => {
  test.each<readonly [string, string, string]>([
    ['a private key', rsaPem, 'number 1 is none'],
    ['nothing', '', 'there is none'],
    ['no PEM', 'canary', 'there is none'],
    ['cut short', vector('ca').slice(0, 200), 'there is none'],
    ['a certificate that was changed', vector('ca').replace(/M/u, '?'), 'number 1 is none'],
    ['a certificate and a key', `${vector('ca')}${rsaPem}`, 'number 2 is none'],
  ])('that are %s are refused at once, by mail and by webhooks', async (_, ca, words) => {
    await expect(openMail({ ca })).rejects.toThrow(words)
    const secrets = [conceal(`whsec_${Buffer.alloc(32, 1).toString('base64')}`)]
    const endpoints = [{ url: 'https://shop.example/', secrets }]
    await expect(openWebhookSender({ endpoints, clock: Date.now, ca })).rejects.toThrow(words)
    expect(inspect(await refusalOf(() => openMail({ ca })), { depth: 9 })).not.toMatch(/canary|MII/u)
  })

  test('may be several', async () => {
    await expect(openMail({ ca: `# ours\n${vector('ca')}\n${vector('elsewhere')}` })).resolves.toBeDefined()
  })
})

describe('a key of a provider of text messages', () => {
  const templates = {}
  const common = { write, clock: Date.now, templates, signName: 'Shop', sdkAppId: '1' }
  const senders: Readonly<Record<string, (key: string) => unknown>> = {
    'accountSid of Twilio': (key) =>
      openTwilioSender({ ...common, accountSid: key, secret: conceal('x'), from: 'x' }),
    'keySid of Twilio': (key) =>
      openTwilioSender({ ...common, accountSid: 'AC1', keySid: key, secret: conceal('x'), from: 'x' }),
    'secret of Twilio': (key) =>
      openTwilioSender({ ...common, accountSid: 'AC1', secret: conceal(key), from: 'x' }),
    'accessKeyId of Alibaba Cloud': (key) =>
      openAliyunSender({ ...common, accessKeyId: key, accessKeySecret: conceal('x') }),
    'accessKeySecret of Alibaba Cloud': (key) =>
      openAliyunSender({ ...common, accessKeyId: 'x', accessKeySecret: conceal(key) }),
    'secretId of Tencent Cloud': (key) =>
      openTencentSender({ ...common, secretId: key, secretKey: conceal('x') }),
    'secretKey of Tencent Cloud': (key) =>
      openTencentSender({ ...common, secretId: 'x', secretKey: conceal(key) }),
    'region of Tencent Cloud': (key) =>
      openTencentSender({ ...common, secretId: 'x', secretKey: conceal('x'), region: key }),
  }
  test.each(Object.entries(senders))('that could not be sent is refused at once: %s', (name, open) => {
    for (const key of ['', 'canary\n', 'canary key', 'canary\u00e9', '\ufeffcanary', 'canary\u0000']) {
      expect(() => open(key)).toThrow(`give the ${name} in printable ASCII: it is empty, or holds`)
      expect(() => open(key)).not.toThrow('canary')
    }
    expect(() => open('a-Key_1.~+/=')).not.toThrow()
  })

  test.each(['http://sms.example.com', 'ftp://127.0.0.1', 'canary', ''])(
    'never goes in clear to %j',
    (endpoint) => {
      const opening = [
        () => openTwilioSender({ ...common, accountSid: 'AC1', secret: conceal('x'), from: 'x', endpoint }),
        () => openAliyunSender({ ...common, accessKeyId: 'x', accessKeySecret: conceal('x'), endpoint }),
        () => openTencentSender({ ...common, secretId: 'x', secretKey: conceal('x'), endpoint }),
      ]
      for (const open of opening)
        expect(open).toThrow(/^endpoint: give the endpoint of [\w ]+ as https:\/\/host/u)
    },
  )
})

describe('a password of a mail server on this machine', () => {
  test.each(['127.0.0.1', 'localhost'])(
    'does not go in clear to %s unless an operator says so',
    async (host) => {
      const seen: string[] = []
      const server = await openMailServer({
        onAuth: ({ username = '', password = '' }, _, callback) => {
          seen.push(`${username}:${password}`)
          callback(null, { user: username })
        },
      })
      const url = conceal(`smtp://me:canary@${host}:${server.port}`)
      const refused = await (await openMail({ url })).send(aMessage('otp-imported'))
      expect(refused.isErr() && String(refused.error.cause)).toMatch(/to STARTTLS$/u)
      expect(seen).toEqual([])
      expect(await server.received()).toHaveLength(0)
      await valueOf((await openMail({ url, plaintext: true })).send(aMessage('otp-imported')))
      expect(seen).toEqual(['me:canary'])
      await valueOf(
        (await openMail({ url: conceal(`smtp://${host}:${server.port}`) })).send(aMessage('otp-imported')),
      )
      expect(await server.received()).toHaveLength(2)
    },
  )

  test('that is not percent-encoded is refused at once, and not repeated', async () => {
    await expect(openMail({ url: conceal('smtps://me:100%canary@mail.example.com') })).rejects.toThrow(
      'url: percent-encode the user and password of the mail server',
    )
  })
})
