import { constants, generateKeyPairSync, publicEncrypt } from 'node:crypto'
import { openRsaCipher, rejectsImplicitly, type RsaCipherSettings } from '@keepsake/adapters/cipher/rsa'
import type { TransportCipher } from '@keepsake/domain'
import { JSEncrypt } from 'jsencrypt'
import { describe, expect, test } from 'vitest'
import openssl from '../../vectors/cipher/rsa-openssl.json' with { type: 'json' }
import { publicKeyOf } from '../../builders/public-key.ts'
import { turnsDuring } from './event-loop.ts'

type KeyName = keyof typeof openssl.keys
const pem = (name: string): string => openssl.keys[name as KeyName].pem
const open = (settings: RsaCipherSettings): TransportCipher => openRsaCipher(settings)._unsafeUnwrap()
const cipher = open({ privateKeyPem: pem('rsa2048') })
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

describe('an RSA key', () => {
  test('is published as SPKI PEM', () => {
    expect(publicKeyOf(cipher)).toBe(openssl.publicKey2048.pem)
  })

  test('of 1024 bits is refused unless weak keys are allowed', () => {
    const settings = { privateKeyPem: pem('rsa1024') }
    expect(openRsaCipher(settings)._unsafeUnwrapErr()).toEqual({
      kind: 'unusable-key',
      reason: 'too-short',
      index: 0,
    })
    expect(openRsaCipher({ ...settings, allowWeakKey: true }).isOk()).toBe(true)
  })

  test('of less than 1024 bits is refused even then', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1016 })
    const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    expect(openRsaCipher({ privateKeyPem, allowWeakKey: true })._unsafeUnwrapErr().reason).toBe('too-short')
  })

  test.each([
    ['not PEM', 'secret', 'unreadable'],
    ['a public key', openssl.publicKey2048.pem, 'unreadable'],
    ['for signatures alone', pem('rsaPss'), 'wrong-type'],
    ['of an elliptic curve', pem('p256'), 'wrong-type'],
  ])('that is %s is refused with nothing of it in the error', (_, privateKeyPem, reason) => {
    expect(openRsaCipher({ privateKeyPem })._unsafeUnwrapErr()).toEqual({
      kind: 'unusable-key',
      reason,
      index: 0,
    })
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
    const settings = { privateKeyPem: pem(key), allowWeakKey: true }
    const alone = open({ ...settings, paddings: [padding as 'pkcs1'] })
    const among = open({ ...settings, paddings: ['pkcs1', 'oaep-sha1', 'oaep-sha256'] })
    for (const { plaintext, ciphertext } of ciphertexts) {
      expect(await read(alone, ciphertext)).toBe(plaintext)
      expect(await read(among, ciphertext)).toBe(plaintext)
    }
  })

  test.each(texts)('that jsencrypt makes opens, either padding: %s', async (text) => {
    const client = jsencrypt(publicKeyOf(cipher))
    expect(await read(cipher, String(client.encrypt(text)))).toBe(text)
    const ascii = /^[\x20-\x7e]*$/.test(text)
    // jsencrypt's OAEP takes each UTF-16 unit for a byte, so only ASCII survives the client.
    if (ascii) expect(await read(cipher, String(client.encryptOAEP(text)))).toBe(text)
  })

  test.each(texts)('that node:crypto makes with OAEP opens: %s', async (text) => {
    const key = { key: publicKeyOf(cipher), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }
    expect(await read(cipher, publicEncrypt(key, Buffer.from(text)).toString('base64'))).toBe(text)
  })

  test('opens in URL-safe base64, unpadded, and broken over lines', async () => {
    const { ciphertext, plaintext } = openssl.cases[0]!.ciphertexts[0]!
    const urlSafe = Buffer.from(ciphertext, 'base64').toString('base64url')
    const lines = ciphertext.replace(/.{64}/g, '$&\r\n')
    for (const each of [urlSafe, ciphertext.replace(/=+$/, ''), lines, ` ${ciphertext}\n`])
      expect(await read(cipher, each)).toBe(plaintext)
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

  test('under PKCS#1 v1.5 is not believed below six characters, as a wrong key yields', async () => {
    const encrypt = (text: string, padding: number): string =>
      publicEncrypt({ key: pem('rsa2048'), padding }, Buffer.from(text)).toString('base64')
    expect(await read(cipher, encrypt('sixsix', constants.RSA_PKCS1_PADDING))).toBe('sixsix')
    expect((await cipher.open(encrypt('fives', constants.RSA_PKCS1_PADDING))).isErr()).toBe(true)
    expect(await read(cipher, encrypt('fives', constants.RSA_PKCS1_OAEP_PADDING))).toBe('fives')
  })

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

  test('when its padding is not among those accepted', async () => {
    const byPadding = Object.fromEntries(openssl.cases.map((each) => [each.padding + each.key, each]))
    const settings = { privateKeyPem: pem('rsa2048') }
    const cross = [
      ['pkcs1', 'oaep-sha256'],
      ['oaep-sha256', 'pkcs1'],
      ['oaep-sha256', 'oaep-sha1'],
    ] as const
    for (const [accepted, sent] of cross)
      for (const { ciphertext } of byPadding[`${sent}rsa2048`]!.ciphertexts)
        expect(await read(open({ ...settings, paddings: [accepted] }), ciphertext)).toEqual(undecryptable)
  })

  test('when a bit of it is turned, but for a few that yield some characters by chance', async () => {
    const flipped = Array.from(bytes, (_, at) => {
      const copy = Buffer.from(bytes)
      copy[at]! ^= 1
      return copy.toString('base64')
    })
    const answers = await Promise.all(flipped.map((each) => read(cipher, each)))
    const texts = answers.filter((answer) => typeof answer === 'string')
    expect(texts.length).toBeLessThanOrEqual(3)
    expect(texts.filter((text) => text.length >= 8)).toEqual([])
    expect(answers.filter((answer) => typeof answer !== 'string')).toEqual(
      Array.from({ length: flipped.length - texts.length }, () => undecryptable),
    )
  })

  test('when a bit of it is turned and only OAEP is accepted', async () => {
    const strict = open({ privateKeyPem: pem('rsa2048'), paddings: ['oaep-sha256'] })
    const { ciphertext, plaintext } = openssl.cases.find(({ padding }) => padding === 'oaep-sha256')!
      .ciphertexts[0]!
    expect(await read(strict, ciphertext)).toBe(plaintext)
    for (const at of [0, 100, 255]) {
      const copy = Buffer.from(ciphertext, 'base64')
      copy[at]! ^= 1
      expect(await read(strict, copy.toString('base64'))).toEqual(undecryptable)
    }
  })
})

test('the event loop turns between 300 ciphertexts opened at once', async () => {
  const { ciphertext } = openssl.cases[0]!.ciphertexts[0]!
  const turns = await turnsDuring(() =>
    Promise.all(Array.from({ length: 300 }, () => cipher.open(ciphertext))),
  )
  expect(turns).toBeGreaterThanOrEqual(300)
})
