import { inspect } from 'node:util'
import { constants, generateKeyPairSync, privateDecrypt, publicEncrypt } from 'node:crypto'
import {
  openRsaCipher,
  rejectsImplicitly,
  type RsaCipherSettings,
  type RsaPadding,
} from '@keepsake/adapters/cipher/rsa'
import { conceal, type TransportCipher } from '@keepsake/domain'
import { JSEncrypt } from 'jsencrypt'
import { describe, expect, test } from 'vitest'
import { refusalOf, refusedFor } from '../../builders/refusal.ts'
import openssl from '../../vectors/cipher/rsa-openssl.json' with { type: 'json' }
import others from '../../vectors/cipher/rsa-paddings.json' with { type: 'json' }
import { publicKeyOf } from '../../builders/public-key.ts'
import { turnsDuring } from './event-loop.ts'

type KeyName = keyof typeof openssl.keys
const pem = (name: string): string => openssl.keys[name as KeyName].pem
const open = (settings: RsaCipherSettings): TransportCipher => openRsaCipher(settings)
const cipher = open({ privateKeyPem: pem('rsa2048') })
const padded = (padding: RsaPadding): TransportCipher => open({ privateKeyPem: pem('rsa2048'), padding })
const read = async (from: TransportCipher, ciphertext: string): Promise<unknown> =>
  (await from.open(ciphertext)).match(
    (text) => text.reveal(),
    (error) => error,
  )
const undecryptable = { kind: 'undecryptable' }
const texts = ['password', '密码-pässwörd', 'horse 🐎 and 👩‍🚀', '\u{10000}\u{10ffff} and on', '\ufeffmarked']

const jsencrypt = (publicKey: string): JSEncrypt => {
  const client = new JSEncrypt()
  client.setPublicKey(publicKey)
  return client
}

/** The issue of the only key. */
const because = (reason: string): string => `privateKeyPem private_key.${reason}`

describe('an RSA key', () => {
  test('is published as SPKI PEM', () => {
    expect(publicKeyOf(cipher)).toBe(openssl.publicKey2048.pem)
  })

  test('of 1024 bits is refused unless weak keys are allowed', async () => {
    const settings = { privateKeyPem: pem('rsa1024') }
    expect(await refusedFor(() => openRsaCipher(settings))).toEqual([because('too_short')])
    expect(() => openRsaCipher({ ...settings, allowWeakKey: true })).not.toThrow()
  })

  test('of less than 1024 bits is refused even then', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1016 })
    const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    expect(await refusedFor(() => openRsaCipher({ privateKeyPem, allowWeakKey: true }))).toEqual([
      because('too_short'),
    ])
  })

  test.each([
    ['not PEM', 'secret', 'unreadable'],
    ['a public key', openssl.publicKey2048.pem, 'unreadable'],
    ['for signatures alone', pem('rsaPss'), 'wrong_type'],
    ['of an elliptic curve', pem('p256'), 'wrong_type'],
    ['encrypted', others.encryptedKeys.rsa2048[0]!.pem, 'passphrase_missing'],
  ])('that is %s is refused with nothing of it in the error', async (_, privateKeyPem, reason) => {
    const open = (): unknown => openRsaCipher({ privateKeyPem })
    expect(await refusedFor(open)).toEqual([because(reason)])
    expect(inspect(await refusalOf(open), { depth: 9 })).not.toContain(privateKeyPem.slice(-200))
  })

  const { passphrase, rsa2048 } = others.encryptedKeys
  test.each(rsa2048)(
    'that is encrypted serves with its passphrase: $name',
    async ({ pem: privateKeyPem }) => {
      const key = { privateKeyPem, passphrase: conceal(passphrase) }
      expect(publicKeyOf(open(key))).toBe(openssl.publicKey2048.pem)
      const wrong = { privateKeyPem, passphrase: conceal('swordfish') }
      expect(await refusedFor(() => openRsaCipher(wrong))).toEqual([because('passphrase_wrong')])
      expect(await refusedFor(() => openRsaCipher({ privateKeyPem }))).toEqual([
        because('passphrase_missing'),
      ])
      const saved = `\ufeff${privateKeyPem.replaceAll('\n', '\r\n')}`
      expect(publicKeyOf(open({ ...key, privateKeyPem: saved }))).toBe(openssl.publicKey2048.pem)
    },
  )

  test('that is not encrypted needs no passphrase, and one does no harm', () => {
    expect(() => openRsaCipher({ privateKeyPem: pem('rsa2048'), passphrase: conceal('x') })).not.toThrow()
  })

  test('that is too short for its padding is refused', async () => {
    const key = { privateKeyPem: pem('rsa1024'), allowWeakKey: true }
    expect(() => openRsaCipher({ ...key, padding: 'oaep-sha384' })).not.toThrow()
    for (const padding of ['oaep-sha512', 'oaep-sha512-mgf1-sha1'] as const)
      expect(await refusedFor(() => openRsaCipher({ ...key, padding }))).toEqual([because('too_short')])
  })

  test.each([
    ['1.1.1w', false],
    ['3.0.19', false],
    ['3.1.8', false],
    ['3.2.0', true],
    ['3.5.8', true],
    ['4.0.0', true],
  ])('serves PKCS#1 v1.5 with OpenSSL %s: %s', (version, serves) => {
    expect(rejectsImplicitly(version)).toBe(serves)
  })
})

describe('an RSA ciphertext', () => {
  test.each(openssl.cases)('that OpenSSL made opens: $name', async ({ key, padding, ciphertexts }) => {
    const alone = open({ privateKeyPem: pem(key), allowWeakKey: true, padding: padding as RsaPadding })
    for (const { plaintext, ciphertext } of ciphertexts) expect(await read(alone, ciphertext)).toBe(plaintext)
  })

  test.each(others.cases)('of every padding opens as others make it: $name', async (made) => {
    const { padding, ciphertexts } = made
    const own = padded(padding as RsaPadding)
    for (const { plaintext, ciphertext } of ciphertexts) expect(await read(own, ciphertext)).toBe(plaintext)
  })

  test.each(texts)('that jsencrypt makes opens, in base64 and in hex: %s', async (text) => {
    const client = jsencrypt(publicKeyOf(cipher))
    expect(await read(cipher, String(client.encrypt(text)))).toBe(text)
    const hex = client.getKey().encrypt(text)
    expect(hex).toMatch(/^[0-9a-f]{512}$/)
    for (const spelt of [hex, hex.toUpperCase(), `0x${hex}`, `${hex}\n`, Buffer.from(hex).toString('base64')])
      expect(await read(cipher, spelt)).toBe(text)
    const ascii = /^[\x20-\x7e]*$/.test(text)
    // jsencrypt's OAEP takes each UTF-16 unit for a byte, so only ASCII survives the client.
    if (ascii) expect(await read(padded('oaep-sha256'), String(client.encryptOAEP(text)))).toBe(text)
  })

  test.each(texts)('that node:crypto makes with OAEP opens: %s', async (text) => {
    const key = { key: publicKeyOf(cipher), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }
    const sent = publicEncrypt(key, Buffer.from(text)).toString('base64')
    expect(await read(padded('oaep-sha256'), sent)).toBe(text)
  })

  test('opens in URL-safe base64, unpadded, and broken over lines', async () => {
    const { ciphertext, plaintext } = openssl.cases[0]!.ciphertexts[0]!
    const urlSafe = Buffer.from(ciphertext, 'base64').toString('base64url')
    const lines = ciphertext.replace(/.{64}/g, '$&\r\n')
    for (const each of [urlSafe, ciphertext.replace(/=+$/, ''), lines, ` ${ciphertext}\n`])
      expect(await read(cipher, each)).toBe(plaintext)
  })

  test('opens in hex as programs print it, and with marks that nobody sees', async () => {
    const { ciphertext, plaintext } = openssl.cases[0]!.ciphertexts[0]!
    const hex = Buffer.from(ciphertext, 'base64').toString('hex')
    const colons = hex.replaceAll(/..(?!$)/g, '$&:')
    const hyphens = hex.toUpperCase().replaceAll(/..(?!$)/g, '$&-')
    const dump = hex.replaceAll(/.{2}/g, '$&:').replaceAll(/.{45}/g, '$&\n    ').replace(/:$/u, '')
    for (const each of [colons, hyphens, dump, btoa(colons), `\ufeff${ciphertext}\u200b`, `${hex}\u00a0`])
      expect(await read(cipher, each)).toBe(plaintext)
    expect(await read(cipher, hex.replaceAll(/..(?!$)/g, '$&,'))).toEqual(undecryptable)
  })

  test('opens where the client dropped its leading zero byte', async () => {
    const { key, plaintext, ciphertext } = openssl.leadingZero
    const bytes = Buffer.from(ciphertext, 'base64')
    const weak = open({ privateKeyPem: pem(key), allowWeakKey: true })
    expect(bytes[0]).toBe(0)
    expect(await read(weak, bytes.toString('base64'))).toBe(plaintext)
    expect(await read(weak, bytes.subarray(1).toString('base64'))).toBe(plaintext)
  })

  test('opens with every character it holds, a byte order mark too', async () => {
    expect(await read(cipher, openssl.byteOrderMark.ciphertext)).toBe('\ufeffpassword')
  })

  const encrypted = (text: string, padding: number): string =>
    publicEncrypt({ key: pem('rsa2048'), padding }, Buffer.from(text)).toString('base64')

  test.each(['x', 'fives', '密码'.slice(1), 'pü1', '🐎'])(
    'under PKCS#1 v1.5 is not believed below six bytes, and says so: %s',
    async (text) => {
      const sent = encrypted(text, constants.RSA_PKCS1_PADDING)
      expect(await read(cipher, sent)).toEqual({ kind: 'too-short', leastBytes: 6 })
      expect(await read(padded('oaep-sha1'), encrypted(text, constants.RSA_PKCS1_OAEP_PADDING))).toBe(text)
    },
  )

  test.each(['sixsix', '密码', 'püñ1', '🐎ab'])(
    'under PKCS#1 v1.5 is believed from six bytes on: %s',
    async (text) => {
      expect(await read(cipher, encrypted(text, constants.RSA_PKCS1_PADDING))).toBe(text)
    },
  )

  test('shows nothing of the text until it is asked to', async () => {
    const opened = await cipher.open(openssl.cases[0]!.ciphertexts[0]!.ciphertext)
    expect(JSON.stringify(opened)).not.toContain('password')
  })
})

describe('an RSA ciphertext is undecryptable, with one answer for all,', () => {
  const good = openssl.cases[0]!.ciphertexts[0]!.ciphertext
  const bytes = Buffer.from(good, 'base64')

  test.each([
    ['empty', ''],
    ['not base64', `${good.slice(0, -4)}!===`],
    ['of mixed alphabets', `+_${good.slice(2)}`],
    ['padded wrongly', `${good}==`],
    ['cut short', bytes.subarray(0, 100).toString('base64')],
    ['too long', Buffer.concat([bytes, bytes]).toString('base64')],
    ['longer than any key', 'A'.repeat(10_000)],
    ['zero', Buffer.alloc(256).toString('base64')],
    ['beyond the modulus', Buffer.alloc(256, 255).toString('base64')],
    ['an envelope of another kind', 'sm2:0123456789abcdef'],
  ])('when it is %s', async (_, ciphertext) => {
    expect(await read(cipher, ciphertext)).toEqual(undecryptable)
  })

  test.each(openssl.refusedPlaintexts.ciphertexts)('when this is inside: $name', async ({ ciphertext }) => {
    expect(await read(cipher, ciphertext)).toEqual(undecryptable)
  })

  test('when it was made for another key', async () => {
    const other = open({ privateKeyPem: pem('other2048') })
    for (const { key, ciphertexts } of openssl.cases)
      if (key === 'rsa2048')
        for (const { ciphertext } of ciphertexts) expect(await read(other, ciphertext)).toEqual(undecryptable)
  })

  test('when its padding is not that of the key', async () => {
    const byPadding = Object.fromEntries(openssl.cases.map((each) => [each.padding + each.key, each]))
    const cross = [
      ['pkcs1', 'oaep-sha256'],
      ['oaep-sha256', 'pkcs1'],
      ['oaep-sha256', 'oaep-sha1'],
      ['oaep-sha256-mgf1-sha1', 'oaep-sha256'],
      ['oaep-sha256-mgf1-sha1', 'oaep-sha1'],
      ['oaep-sha512-mgf1-sha1', 'pkcs1'],
    ] as const
    for (const [accepted, sent] of cross)
      for (const { ciphertext } of byPadding[`${sent}rsa2048`]!.ciphertexts)
        expect(await read(padded(accepted), ciphertext)).toEqual(undecryptable)
  })

  test('when a bit of it is turned, but for a few that yield some characters by chance', async () => {
    const flipped = Array.from(bytes, (_, at) => {
      const copy = Buffer.from(bytes)
      copy[at]! ^= 1
      return copy.toString('base64')
    })
    const answers = await Promise.all(flipped.map((each) => read(cipher, each)))
    const isShort = (answer: unknown): boolean => (answer as { readonly kind?: string }).kind === 'too-short'
    const short = answers.filter(isShort)
    expect(short.length).toBeLessThanOrEqual(5)
    expect(answers.filter((answer) => !isShort(answer))).toEqual(
      Array.from({ length: flipped.length - short.length }, () => undecryptable),
    )
  })

  test.each(others.cases.filter(({ padding }) => padding !== 'pkcs1'))(
    'when a bit of it is turned or it is under another key, with OAEP: $name',
    async ({ padding, ciphertexts }) => {
      const { ciphertext } = ciphertexts[0]!
      for (const at of [0, 1, 21, 100, 255]) {
        const copy = Buffer.from(ciphertext, 'base64')
        copy[at]! ^= 1
        expect(await read(padded(padding as RsaPadding), copy.toString('base64'))).toEqual(undecryptable)
      }
      const other = open({ privateKeyPem: pem('other2048'), padding: padding as RsaPadding })
      expect(await read(other, ciphertext)).toEqual(undecryptable)
    },
  )

  test.each(['oaep-sha256-mgf1-sha1', 'oaep-sha384-mgf1-sha1', 'oaep-sha512-mgf1-sha1'] as const)(
    'whichever part of the encoded message of OAEP is wrong: %s',
    async (padding) => {
      const { ciphertext, plaintext } = others.cases.find((each) => each.padding === padding)!.ciphertexts[0]!
      const raw = { key: pem('rsa2048'), padding: constants.RSA_NO_PADDING }
      const encoded = privateDecrypt(raw, Buffer.from(ciphertext, 'base64'))
      const again = (bytes: Buffer): string => publicEncrypt(raw, bytes).toString('base64')
      expect(await read(padded(padding), again(encoded))).toBe(plaintext)
      // The first byte, which Manger's attack asks about, the masked seed, and the masked data.
      for (const [at, value] of [
        [0, 1],
        [0, 0x7f],
        [1, encoded[1]! ^ 1],
        [80, encoded[80]! ^ 1],
        [255, encoded[255]! ^ 1],
      ] as const) {
        const copy = Buffer.from(encoded)
        copy[at] = value
        expect(await read(padded(padding), again(copy))).toEqual(undecryptable)
      }
    },
  )
})

test('the event loop turns between 300 ciphertexts opened at once', async () => {
  const { ciphertext } = openssl.cases[0]!.ciphertexts[0]!
  const turns = await turnsDuring(() =>
    Promise.all(Array.from({ length: 300 }, () => cipher.open(ciphertext))),
  )
  expect(turns).toBeGreaterThanOrEqual(300)
})
