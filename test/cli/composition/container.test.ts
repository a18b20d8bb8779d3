import { constants, publicEncrypt } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openCaptureSender } from '@keepsake/adapters/notify/capture'
import { loadConfig, openContainer, tokens, type Config } from 'keepsake/inversify'
import { conceal, userPoolId, type Unavailable } from '@keepsake/domain'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { BadConfig } from '../../../packages/cli/src/composition/config.ts'
import { containerOf } from '../../../packages/cli/src/composition/container.ts'
import { temporaryDirectory } from '../../adapters/storage/temporary-file.ts'
import { errorOf, valueOf } from '../../builders/keepsake.ts'
import { publicKeyOf } from '../../builders/public-key.ts'
import rsaVectors from '../../vectors/cipher/rsa-openssl.json' with { type: 'json' }
import sm2Vectors from '../../vectors/cipher/sm2-openssl.json' with { type: 'json' }

const sealingKey = Buffer.alloc(32, 7).toString('base64')
const otherSealingKey = Buffer.alloc(32, 8).toString('base64')

const configOf = async (folder: string, over: object = {}): Promise<Config> => {
  writeFileSync(join(folder, 'rsa.pem'), rsaVectors.keys.rsa2048.pem, { mode: 0o600 })
  writeFileSync(join(folder, 'old-rsa.pem'), rsaVectors.keys.other2048.pem, { mode: 0o600 })
  writeFileSync(join(folder, 'sm2.pem'), sm2Vectors.keys.genpkey.pem, { mode: 0o600 })
  const file = join(folder, 'keepsake.config.json')
  const content = {
    databaseUrl: 'sqlite:users.db',
    accessKeyId: 'pool-one',
    accessKeySecret: 'an access key secret of 33 signs!',
    sealingKey,
    rsaPrivateKeyFile: 'rsa.pem',
    sm2PrivateKeyFile: 'sm2.pem',
    loginUrl: 'https://example.com/login',
    tenants: ['t1'],
    ...over,
  }
  writeFileSync(file, JSON.stringify(content), { mode: 0o600 })
  return loadConfig(file, {})
}

const open = async (config: Config) => {
  const container = await openContainer(config)
  onTestFinished(async () => void (await container.get(tokens.storage).close()))
  return container
}

/** What to do about a sealing key that is none. */
const asBase64 = 'give base64 of 32 bytes, as `openssl rand -base64 32` prints it'

const failureOf = (config: Config): Promise<BadConfig | Unavailable> => errorOf(containerOf(config))

const bob = { username: 'bob', email: 'bob@example.com', password: 'x' }
const sendNotification = { sendEmailNotification: true }

describe('a container', () => {
  test('gives the facade that its configuration describes', async () => {
    const folder = temporaryDirectory()
    const container = await open(await configOf(folder))
    const keepsake = container.get(tokens.keepsake)
    const list = [{ ...bob, tenantIds: ['t1'] }]
    const { created } = await valueOf(keepsake.users.create({ list, options: { sendNotification } }))
    expect(created[0]!.account.user.tenantIds).toEqual(['t1'])
    const unknownTenant = await keepsake.users.create({ list: [{ username: 'eve', tenantIds: ['t2'] }] })
    expect(unknownTenant.isErr()).toBe(true)
    expect((await valueOf(keepsake.signIn({ login: 'bob', password: 'x' }))).verdict).toBe('signed_in')
    expect(await valueOf(keepsake.notices.deliver())).toEqual({ sent: 1, postponed: 0, dead: 0 })
    const ciphers = container.get(tokens.transportCiphers)
    expect(publicKeyOf(ciphers.rsa)).toBe(rsaVectors.publicKey2048.pem)
    expect(publicKeyOf(ciphers.sm2)).toBe(sm2Vectors.keys.genpkey.publicKey)
    expect(existsSync(join(folder, 'users.db'))).toBe(true)
    expect(container.get(tokens.keepsake)).toBe(keepsake)
  })

  test('serves HTTP on the same facade', async () => {
    const container = await open(await configOf(temporaryDirectory()))
    await valueOf(container.get(tokens.keepsake).users.create({ list: [bob] }))
    const app = container.get(tokens.httpApp)
    expect(await (await app.request('/api/v3/system')).json()).toMatchObject({
      rsa: { publicKey: rsaVectors.publicKey2048.pem },
      sm2: { publicKey: sm2Vectors.keys.genpkey.publicKey },
    })
    const unsigned = await app.request('/api/v3/create-users-batch', { method: 'POST', body: '{}' })
    expect(await unsigned.json()).toMatchObject({ statusCode: 401 })
  })

  test('offers no transport cipher whose key is not configured', async () => {
    const over = { rsaPrivateKeyFile: undefined, sm2PrivateKeyFile: undefined }
    const container = await open(await configOf(temporaryDirectory(), over))
    expect(container.get(tokens.transportCiphers)).toEqual({})
  })

  test('opens passwords under every key that its configuration lists and that has not retired', async () => {
    const inAnHour = new Date(Date.now() + 3_600_000).toISOString()
    const opens = async (retiresAt: string): Promise<boolean> => {
      const rsaPrivateKeys = [{ file: 'rsa.pem' }, { file: 'old-rsa.pem', retiresAt }]
      const over = { databaseUrl: 'memory:', rsaPrivateKeyFile: undefined, rsaPrivateKeys }
      const container = await open(await configOf(temporaryDirectory(), over))
      const { rsa } = container.get(tokens.transportCiphers)
      expect(rsa?.current()).toEqual({
        publicKey: rsaVectors.publicKey2048.pem,
        keyId: rsaVectors.keyIds.rsa2048,
        padding: 'pkcs1',
      })
      const sent = rsaVectors.cases.find(({ key }) => key === 'other2048')!.ciphertexts[0]!
      return (await rsa!.open(sent.ciphertext)).isOk()
    }
    expect(await opens(inAnHour)).toBe(true)
    expect(await opens('2026-01-01T00:00:00Z')).toBe(false)
  })

  test('opens passwords under the padding of its configuration, and under no other', async () => {
    const over = { databaseUrl: 'memory:', rsaPadding: 'pkcs1' }
    const container = await open(await configOf(temporaryDirectory(), over))
    const { rsa } = container.get(tokens.transportCiphers)
    const sent = (padding: number) =>
      publicEncrypt({ key: publicKeyOf(rsa), padding }, Buffer.from('nine geese')).toString('base64')
    const opened = await rsa!.open(sent(constants.RSA_PKCS1_PADDING))
    expect(opened._unsafeUnwrap().reveal()).toBe('nine geese')
    const refused = await rsa!.open(sent(constants.RSA_PKCS1_OAEP_PADDING))
    expect(refused._unsafeUnwrapErr()).toMatchObject({ kind: 'undecryptable' })
  })

  test('finds what another one wrote, secrets included', async () => {
    const config = await configOf(temporaryDirectory())
    const first = await open(config)
    const otp = { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' }
    const { created } = await valueOf(
      first.get(tokens.keepsake).users.create({ list: [{ username: 'bob', otp }] }),
    )
    await valueOf(first.get(tokens.storage).close())
    const second = await open(config)
    const revealed = await valueOf(
      second.get(tokens.keepsake).authenticators.reveal({ userId: created[0]!.account.user.id }),
    )
    expect(revealed?.base32.reveal()).toBe(otp.secret)
  })

  test('under another sealing key lets nobody in by code or recovery code', async () => {
    const folder = temporaryDirectory()
    const first = await open(await configOf(folder))
    const otp = { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', recoveryCode: 'b471-8ec0-874a' }
    await valueOf(first.get(tokens.keepsake).users.create({ list: [{ ...bob, otp }] }))
    const other = await open(await configOf(folder, { sealingKey: otherSealingKey }))
    for (const proof of [{ code: '000000' }, { recoveryCode: otp.recoveryCode }]) {
      const answer = await other.get(tokens.keepsake).signIn({ login: 'bob', password: 'x', ...proof })
      expect(answer._unsafeUnwrapErr()).toMatchObject({ kind: 'unavailable', part: 'secret-box' })
    }
  })

  test.each([
    ['of the same cryptography', {}, 'v1.aes-256-gcm.new.'],
    ['of the other cryptography', { cryptography: 'shangmi' }, 'v1.sm4-ctr-hmac-sm3.new~sm4.'],
  ])(
    'under a new sealing key %s, with the old one behind it, opens what was and seals by the new',
    async (...row) => {
      const [, over, beginning] = row
      const folder = temporaryDirectory()
      const otp = { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', recoveryCode: 'b471-8ec0-874a' }
      const first = await open(await configOf(folder))
      const { created } = await valueOf(first.get(tokens.keepsake).users.create({ list: [{ ...bob, otp }] }))
      await valueOf(first.get(tokens.storage).close())

      const sealingKeys = [{ id: 'new', key: otherSealingKey }, { key: sealingKey }]
      const second = await open(await configOf(folder, { sealingKey: undefined, sealingKeys, ...over }))
      const keepsake = second.get(tokens.keepsake)
      const { id } = created[0]!.account.user
      expect((await valueOf(keepsake.authenticators.reveal({ userId: id })))?.base32.reveal()).toBe(
        otp.secret,
      )
      const { recoveryCode } = otp
      const answer = await valueOf(keepsake.signIn({ login: 'bob', password: 'x', recoveryCode }))
      expect(answer.verdict).toBe('signed_in')
      const place = { pool: userPoolId('pool-one'), user: id, field: 'password_reset' } as const
      const sealed = await valueOf(second.get(tokens.secretBox).seal(conceal('text'), place))
      expect(sealed.startsWith(beginning)).toBe(true)
    },
  )

  test('takes another adapter in the place of its own, and the facade is made with it', async () => {
    const container = await open(await configOf(temporaryDirectory(), { databaseUrl: 'memory:' }))
    const sender = openCaptureSender()
    container.rebind(tokens.noticeSender).toConstantValue(sender)
    const system = container.get(tokens.system)
    container.rebind(tokens.system).toConstantValue({ ...system, clock: () => 5000 })
    const keepsake = container.get(tokens.keepsake)
    const { created } = await valueOf(keepsake.users.create({ list: [bob], options: { sendNotification } }))
    await valueOf(keepsake.notices.deliver())
    expect(sender.messages().map(({ to }) => to)).toEqual(['bob@example.com'])
    expect(created[0]!.account.user.createdAt).toBe(5000)
  })

  test.each<readonly [string, object, string]>([
    ['that is not there', { rsaPrivateKeyFile: 'gone.pem' }, 'rsaPrivateKeyFile: '],
    ['that is a folder', { sm2PrivateKeyFile: '.' }, 'sm2PrivateKeyFile: '],
    [
      'that holds no key',
      { rsaPrivateKeyFile: 'keepsake.config.json' },
      'rsaPrivateKeyFile: give a private key in PEM',
    ],
    [
      'of another cipher',
      { rsaPrivateKeyFile: 'sm2.pem' },
      'rsaPrivateKeyFile: give a key of the right algorithm',
    ],
    [
      'of the other cipher',
      { sm2PrivateKeyFile: 'rsa.pem' },
      'sm2PrivateKeyFile: give a key of the right algorithm',
    ],
    [
      'in a list that is not there',
      { rsaPrivateKeyFile: undefined, rsaPrivateKeys: [{ file: 'rsa.pem' }, { file: 'gone.pem' }] },
      'rsaPrivateKeys[1]: ',
    ],
    [
      'in a list of another cipher',
      { sm2PrivateKeyFile: undefined, sm2PrivateKeys: [{ file: 'sm2.pem' }, { file: 'rsa.pem' }] },
      'sm2PrivateKeys[1]: give a key of the right algorithm',
    ],
    [
      'that is in a list twice',
      { rsaPrivateKeyFile: undefined, rsaPrivateKeys: [{ file: 'rsa.pem' }, { file: './rsa.pem' }] },
      'rsaPrivateKeys[1]: list each key once',
    ],
  ])('is not opened with a key file %s, and leaves no database behind', async (_, over, reason) => {
    const folder = temporaryDirectory()
    const failure = await failureOf(await configOf(folder, over))
    expect(failure.kind === 'bad-config' && failure.reason).toContain(reason)
    expect(JSON.stringify(failure)).not.toContain('BEGIN')
    expect(existsSync(join(folder, 'users.db'))).toBe(false)
  })

  test.each([
    'no base64!',
    Buffer.alloc(16, 7).toString('base64'),
    sealingKey.replace('=', ''),
    '='.repeat(44),
  ])('is not opened with %s for a sealing key, nor quotes it', async (text) => {
    const folder = temporaryDirectory()
    const failure = await failureOf(await configOf(folder, { sealingKey: text }))
    expect(failure).toMatchObject({ kind: 'bad-config', reason: `sealingKey: ${asBase64}` })
    expect(existsSync(join(folder, 'users.db'))).toBe(false)
  })

  test.each<readonly [string, readonly object[], string]>([
    ['that is none', [{ key: sealingKey }, { key: 'no base64!' }], `sealingKeys[1]: ${asBase64}`],
    [
      'with an id of other signs',
      [{ id: 'k.1', key: sealingKey }],
      'sealingKeys[0].id: give an id of 1 to 64 of A-Z a-z 0-9 _ -',
    ],
    [
      'twice',
      [{ key: sealingKey }, { key: sealingKey }],
      'sealingKeys[1].id: give each key an id of its own: 4bb06f8e is used twice',
    ],
    [
      'of the id of another',
      [
        { id: 'k1', key: sealingKey },
        { id: 'k1', key: otherSealingKey },
      ],
      'sealingKeys[1].id: give each key an id of its own: k1 is used twice',
    ],
  ])('is not opened with a sealing key in its list %s', async (_, sealingKeys, reason) => {
    const folder = temporaryDirectory()
    const failure = await failureOf(await configOf(folder, { sealingKey: undefined, sealingKeys }))
    expect(failure).toMatchObject({ kind: 'bad-config', reason })
    expect(existsSync(join(folder, 'users.db'))).toBe(false)
  })

  test('is not opened on a database that is none', async () => {
    const failure = await failureOf(await configOf(temporaryDirectory(), { databaseUrl: 'sqlite:rsa.pem' }))
    expect(failure).toMatchObject({ kind: 'unavailable', part: 'storage' })
  })
})
