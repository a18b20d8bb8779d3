import { openRsaCipher } from '@keepsake/adapters/cipher/rsa'
import { openSm2Cipher } from '@keepsake/adapters/cipher/sm2'
import type { Clock, TransportCiphers } from '@keepsake/domain'
import { JSEncrypt } from 'jsencrypt'
import { sm2 } from 'sm-crypto'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import rsaVectors from '../vectors/cipher/rsa-openssl.json' with { type: 'json' }
import sm2Vectors from '../vectors/cipher/sm2-openssl.json' with { type: 'json' }
import { recordedCiphers } from '../builders/keepsake.ts'
import { send, serveKeepsake, type Served } from './served.ts'

let served: Served

/** A key for the SDKs, which is published, and one for callers who were given it. */
const twoPaddings = (clock: Clock): TransportCiphers => ({
  ...recordedCiphers,
  rsa: openRsaCipher({
    keys: [
      { privateKeyPem: rsaVectors.keys.rsa2048.pem },
      { privateKeyPem: rsaVectors.keys.other2048.pem, padding: 'oaep-sha256' },
    ],
    clock,
  }),
})

beforeAll(async () => {
  served = await serveKeepsake({ ciphers: twoPaddings })
})
afterAll(() => served.stop())

type Keys = { readonly rsa: { readonly publicKey: string }; readonly sm2: { readonly publicKey: string } }
const publicKeys = async (from = served): Promise<Keys> =>
  (await send(`${from.origin}/api/v3/system`, {})).body as unknown as Keys

const plain = '密码-pässwörd 😀'
const passwordFrom = (
  cases: readonly { readonly name: string; readonly ciphertexts: readonly object[] }[],
  name: string,
) =>
  (cases.find((each) => each.name === name)?.ciphertexts ?? []) as readonly {
    readonly plaintext: string
    readonly ciphertext: string
  }[]

type Encrypted = { readonly type: 'rsa' | 'sm2'; readonly plaintext: string; readonly ciphertext: string }

const clients: Readonly<Record<string, (keys: Keys) => readonly Encrypted[]>> = {
  'the openssl command line, PKCS#1 v1.5': () =>
    passwordFrom(rsaVectors.cases, 'PKCS#1 v1.5, rsa2048').map((each) => ({ type: 'rsa', ...each })),
  'the openssl command line, OAEP under the key for it': () =>
    passwordFrom(rsaVectors.cases, 'OAEP SHA-256, other2048').map((each) => ({ type: 'rsa', ...each })),
  'jsencrypt, in hex': ({ rsa }) => {
    const client = new JSEncrypt()
    client.setPublicKey(rsa.publicKey)
    return [{ type: 'rsa', plaintext: plain, ciphertext: client.getKey().encrypt(plain) }]
  },
  'the openssl command line, SM2': () =>
    passwordFrom(sm2Vectors.cases, 'DER, genpkey').map((each) => ({ type: 'sm2', ...each })),
  jsencrypt: ({ rsa }) => {
    const client = new JSEncrypt()
    client.setPublicKey(rsa.publicKey)
    return [{ type: 'rsa', plaintext: plain, ciphertext: String(client.encrypt(plain)) }]
  },
  'sm-crypto': (keys) =>
    ([0, 1] as const).map((mode) => ({
      type: 'sm2',
      plaintext: plain,
      ciphertext: sm2.doEncrypt(plain, keys.sm2.publicKey, mode),
    })),
}

/** What the SDKs' types demand beside the keys. */
const installation = { version: { server: '3', console: '', login: '' }, publicIps: [] }

describe('passwords encrypted under the keys that the server publishes', () => {
  it('are its own keys, in the envelope’s place and beside it', async () => {
    const keys = await publicKeys()
    const expected = {
      rsa: { publicKey: rsaVectors.publicKey2048.pem, keyId: rsaVectors.keyIds.rsa2048, padding: 'pkcs1' },
      sm2: { publicKey: sm2Vectors.keys.genpkey.publicKey, keyId: sm2Vectors.keyIds.genpkey },
    }
    const info = { ...expected, ...installation }
    expect(keys).toStrictEqual({ ...info, data: info })
  })

  it('say how to pad for RSA, where it is not as the SDKs do either', async () => {
    const running = await serveKeepsake({
      ciphers: () => ({
        rsa: openRsaCipher({
          privateKeyPem: rsaVectors.keys.rsa2048.pem,
          padding: 'oaep-sha256-mgf1-sha1',
        }),
      }),
    })
    onTestFinished(() => running.stop())
    expect((await publicKeys(running)).rsa).toMatchObject({ padding: 'oaep-sha256-mgf1-sha1' })
  })

  it.each(Object.keys(clients))('by %s: the users sign in', async (name) => {
    const encrypted = clients[name]?.(await publicKeys()) ?? []
    expect(encrypted.length).toBeGreaterThan(0)
    const list = encrypted.map(({ type, ciphertext }, index) => ({
      username: `${name} ${index}`,
      password: ciphertext,
      passwordEncryptType: type,
    }))
    const { body } = await served.post('/api/v3/create-users-batch', { list })
    expect(body.statusCode).toBe(200)
    for (const [index, { plaintext, ciphertext }] of encrypted.entries()) {
      const verdictOf = async (password: string): Promise<string> =>
        (await served.keepsake.signIn({ login: `${name} ${index}`, password }))._unsafeUnwrap().verdict
      expect(await verdictOf(plaintext)).toBe('signed_in')
      expect(await verdictOf(ciphertext)).toBe('wrong_credentials')
    }
  })

  it('may say how for the whole batch, as today’s SDKs do', async () => {
    const [rsa] = clients['jsencrypt']?.(await publicKeys()) ?? []
    const { body } = await served.post('/api/v3/create-users-batch', {
      list: [{ username: 'by-options', password: rsa?.ciphertext }],
      options: { passwordEncryptType: 'rsa' },
    })
    expect(body.statusCode).toBe(200)
    const attempt = { login: 'by-options', password: rsa?.plaintext ?? '' }
    expect((await served.keepsake.signIn(attempt))._unsafeUnwrap().verdict).toBe('signed_in')
  })
})

describe('a key that retires', () => {
  const [first, last] = [Date.parse('2027-01-01T00:00:00Z'), Date.parse('2027-02-01T00:00:00Z')]

  const rotating = (clock: Clock): TransportCiphers => ({
    rsa: openRsaCipher({
      keys: [
        { privateKeyPem: rsaVectors.keys.rsa2048.pem, retiresAt: first },
        { privateKeyPem: rsaVectors.keys.other2048.pem, retiresAt: last },
      ],
      clock,
    }),
    sm2: openSm2Cipher({
      keys: [
        { privateKeyPem: sm2Vectors.keys.genpkey.pem, retiresAt: first },
        { privateKeyPem: sm2Vectors.keys.ecparam.pem },
      ],
      clock,
    }),
  })

  const serveRotating = async (): Promise<Served> => {
    const running = await serveKeepsake({ at: first - 1, ciphers: rotating })
    onTestFinished(() => running.stop())
    return running
  }

  it('is published until that instant, and from then on the next one, as long as there is one', async () => {
    const running = await serveRotating()
    const expectPublished = async (keys: object): Promise<void> =>
      expect(await publicKeys(running)).toStrictEqual({
        ...keys,
        ...installation,
        data: { ...keys, ...installation },
      })
    const { keys, keyIds } = sm2Vectors
    await expectPublished({
      rsa: {
        publicKey: rsaVectors.publicKey2048.pem,
        keyId: rsaVectors.keyIds.rsa2048,
        padding: 'pkcs1',
        retiresAt: '2027-01-01T00:00:00.000Z',
      },
      sm2: {
        publicKey: keys.genpkey.publicKey,
        keyId: keyIds.genpkey,
        retiresAt: '2027-01-01T00:00:00.000Z',
      },
    })
    running.setClock(first)
    const sm2 = { publicKey: keys.ecparam.publicKey, keyId: keyIds.ecparam }
    await expectPublished({
      rsa: {
        publicKey: rsaVectors.publicKeyOther2048.pem,
        keyId: rsaVectors.keyIds.other2048,
        padding: 'pkcs1',
        retiresAt: '2027-02-01T00:00:00.000Z',
      },
      sm2,
    })
    running.setClock(last)
    await expectPublished({ sm2 })
  })

  it.each([
    ['rsa', 'PKCS#1 v1.5, rsa2048', 'PKCS#1 v1.5, other2048'],
    ['sm2', 'DER, genpkey', 'DER, ecparam'],
  ])('opens passwords under %s until that instant: %s', async (type, retiring, staying) => {
    const running = await serveRotating()
    const cases = [...rsaVectors.cases, ...sm2Vectors.cases]
    const create = async (name: string): Promise<unknown> => {
      const [sent] = passwordFrom(cases, name)
      const list = [{ username: `${name} ${running.countUsers()}`, password: sent?.ciphertext }]
      const options = { passwordEncryptType: type }
      const { body } = await running.post('/api/v3/create-users-batch', { list, options })
      return body.errors?.map(({ code }) => code) ?? body.statusCode
    }
    expect([await create(retiring), await create(staying)]).toEqual([200, 200])
    running.setClock(first)
    expect([await create(retiring), await create(staying)]).toEqual([['password.undecryptable'], 200])
    running.setClock(last)
    expect(await create(staying)).toEqual(type === 'rsa' ? ['password.encrypt_type_not_offered'] : 200)
  })
})
