import { inspect } from 'node:util'
import { openSm2Cipher } from '@keepsake/adapters/cipher/sm2'
import { conceal, type TransportCipher } from '@keepsake/domain'
import fc from 'fast-check'
import { sm2 } from 'sm-crypto'
import { describe, expect, test } from 'vitest'
import { refusalOf, refusedFor } from '../../builders/refusal.ts'
import rsaPaddings from '../../vectors/cipher/rsa-paddings.json' with { type: 'json' }
import openssl from '../../vectors/cipher/sm2-openssl.json' with { type: 'json' }
import standard from '../../vectors/cipher/sm2-gbt-32918-5.json' with { type: 'json' }
import { publicKeyOf } from '../../builders/public-key.ts'
import { tags, writeDer } from '../../../packages/adapters/src/cipher/der.ts'
import { times as often } from '../../effort.ts'
import { turnsDuring } from './event-loop.ts'
import {
  coordinates,
  forge,
  lift,
  newKey,
  p,
  b,
  pointOffCurve,
  pointOnCurve,
  pointsOfOrder,
  times,
  toPem,
} from './sm2-forger.ts'

const cipherOf = (privateKeyPem: string): TransportCipher => openSm2Cipher({ privateKeyPem })
const cipher = cipherOf(openssl.keys.genpkey.pem)
const read = async (from: TransportCipher, ciphertext: string): Promise<unknown> =>
  (await from.open(ciphertext)).match(
    (text) => text.reveal(),
    (error) => error,
  )
const undecryptable = { kind: 'undecryptable' }
const texts = ['password', '密码-pässwörd', 'correct horse 🐎 battery', 'a'.repeat(300)]

describe('an SM2 key', () => {
  test.each(['genpkey', 'ecparam', 'ec'] as const)('that OpenSSL writes is read: %s', (name) => {
    const key = openssl.keys[name]
    expect(publicKeyOf(cipherOf(key.pem))).toBe(key.publicKey)
  })

  test('is read behind a block of parameters and without its public half', () => {
    const body = 'MDECAQEEIDlFII97IUSxPzbjisbTn5WIk5NpKGC1GkL7ge9N98W4oAoGCCqBHM9VAYIt'
    const block = `-----BEGIN EC PRIVATE KEY-----\n${body}\n-----END EC PRIVATE KEY-----\n`
    const parameters = '-----BEGIN EC PARAMETERS-----\nBggqgRzPVQGCLQ==\n-----END EC PARAMETERS-----\n'
    expect(publicKeyOf(cipherOf(block))).toBe(standard.publicKey)
    expect(publicKeyOf(cipherOf(parameters + block))).toBe(standard.publicKey)
  })

  test.each([
    ['not PEM', 'secret', 'unreadable'],
    ['encrypted', openssl.keys.encrypted.pem, 'passphrase_missing'],
    ['of another curve', openssl.keys.p256.pem, 'wrong_type'],
    ['zero', toPem('0'.repeat(64), standard.publicKey), 'self_test_failed'],
    [
      'joined with another key’s point',
      toPem(standard.privateKey, openssl.keys.genpkey.publicKey),
      'self_test_failed',
    ],
  ])('that is %s is refused with nothing of it in the error', async (_, pem, reason) => {
    const open = (): unknown => openSm2Cipher({ privateKeyPem: pem })
    expect(await refusedFor(open)).toEqual([`privateKeyPem private_key.${reason}`])
    expect(inspect(await refusalOf(open), { depth: 9 })).not.toContain(pem.slice(-120))
  })
})

test('an SM2 key that is encrypted serves with its passphrase', async () => {
  const { passphrase, genpkey } = rsaPaddings.encryptedKeys
  const privateKeyPem = genpkey[0]!.pem
  const opened = openSm2Cipher({ privateKeyPem, passphrase: conceal(passphrase) })
  expect(publicKeyOf(opened)).toBe(openssl.keys.genpkey.publicKey)
  const wrong = { privateKeyPem, passphrase: conceal('swordfish') }
  expect(await refusedFor(() => openSm2Cipher(wrong))).toEqual(['privateKeyPem private_key.passphrase_wrong'])
})

describe('an SM2 ciphertext', () => {
  test('of the standard’s example opens', async () => {
    const ours = cipherOf(toPem(standard.privateKey, standard.publicKey))
    expect(await read(ours, standard.c1 + standard.c3 + standard.c2)).toBe(standard.plaintext)
    expect(await read(ours, `04${standard.c1}${standard.c3}${standard.c2}`)).toBe(standard.plaintext)
    expect(await read(ours, standard.c1 + standard.c2 + standard.c3)).toBe(standard.plaintext)
  })

  test.each(openssl.cases)('that OpenSSL made opens: $name', async ({ key, ciphertexts }) => {
    const ours = cipherOf(openssl.keys[key as 'genpkey' | 'ecparam'].pem)
    for (const { plaintext, ciphertext } of ciphertexts) {
      expect(await read(ours, ciphertext)).toBe(plaintext)
      expect(await read(ours, Buffer.from(ciphertext, 'base64').toString('hex'))).toBe(plaintext)
    }
  })

  test('that OpenSSL made opens whatever its numbers’ lengths: 200 of them', async () => {
    const opened = await Promise.all(openssl.many.ciphertexts.map((each) => read(cipher, each)))
    expect(opened).toEqual(openssl.many.ciphertexts.map((_, index) => `secret-${index}`))
  })

  test.each([
    ['C1C3C2', 1],
    ['C1C2C3', 0],
  ] as const)('that sm-crypto makes as %s opens in every spelling', async (_, mode) => {
    for (const text of texts) {
      const hex = sm2.doEncrypt(text, publicKeyOf(cipher), mode)
      const bytes = Buffer.from(hex, 'hex')
      const prefixed = Buffer.from(`04${hex}`, 'hex')
      const spellings = [hex, `04${hex}`, hex.toUpperCase(), `sm2:${hex}`, `sm2:04${hex}`, ` ${hex}\n`]
      const base64 = [bytes, prefixed].flatMap((each) => [
        each.toString('base64'),
        each.toString('base64url'),
      ])
      for (const each of [...spellings, ...base64, `sm2:${base64[0]}`])
        expect(await read(cipher, each)).toBe(text)
    }
  })

  test('opens to any text that sm-crypto encrypted', async () => {
    const nonEmpty = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(nonEmpty, async (text) => {
        expect(await read(cipher, sm2.doEncrypt(text, publicKeyOf(cipher)))).toBe(text)
      }),
      { numRuns: 30 },
    )
  })

  test('opens with the sign of C1 turned, as ECDH does not tell one sign from the other', async () => {
    const negative = (p - BigInt(`0x${standard.c1.slice(64)}`)).toString(16).padStart(64, '0')
    const ours = cipherOf(toPem(standard.privateKey, standard.publicKey))
    const turned = standard.c1.slice(0, 64) + negative + standard.c3 + standard.c2
    expect(await read(ours, turned)).toBe(standard.plaintext)
  })
})

describe('an SM2 ciphertext as others write it', () => {
  type Parts = { readonly x: Buffer; readonly y: Buffer; readonly c3: Buffer; readonly c2: Buffer }

  const partsOf = (ciphertext: string): Parts => {
    const bytes = Buffer.from(ciphertext, 'hex')
    return {
      x: bytes.subarray(0, 32),
      y: bytes.subarray(32, 64),
      c3: bytes.subarray(64, 96),
      c2: bytes.subarray(96),
    }
  }
  const minimal = (number: Buffer): Buffer => number.subarray(number.findIndex((byte) => byte !== 0))
  const der = (integers: (number: Buffer) => Buffer, { x, y }: Parts, ...octets: readonly Buffer[]): Buffer =>
    writeDer(
      tags.sequence,
      ...[x, y].map((each) => writeDer(tags.integer, integers(each))),
      ...octets.map((each) => writeDer(tags.octetString, each)),
    )
  const padded = (number: Buffer): Buffer => Buffer.concat([Buffer.alloc(1), number])
  const parity = ({ y }: Parts): string => (y.at(-1)! % 2 === 0 ? '02' : '03')
  const hybrid = ({ y }: Parts): string => (y.at(-1)! % 2 === 0 ? '06' : '07')
  const hexOf = (...parts: readonly Buffer[]): string => Buffer.concat(parts).toString('hex')

  const spellings: Readonly<Record<string, (parts: Parts) => string>> = {
    'DER with unsigned integers': (parts) => der(minimal, parts, parts.c3, parts.c2).toString('base64'),
    'DER with integers that are always padded': (parts) =>
      der(padded, parts, parts.c3, parts.c2).toString('hex'),
    'DER with C2 before C3': (parts) => der(padded, parts, parts.c2, parts.c3).toString('hex'),
    'DER with zeros behind it': (parts) =>
      Buffer.concat([der(minimal, parts, parts.c3, parts.c2), Buffer.alloc(5)]).toString('base64'),
    'a compressed C1, C3 and C2': (parts) => parity(parts) + hexOf(parts.x, parts.c3, parts.c2),
    'a compressed C1, C2 and C3': (parts) => parity(parts) + hexOf(parts.x, parts.c2, parts.c3),
    'hex behind 0x': ({ x, y, c3, c2 }) => `0x${hexOf(x, y, c3, c2)}`,
    'hex behind 0x04': ({ x, y, c3, c2 }) => `0X04${hexOf(x, y, c3, c2).toUpperCase()}`,
    'hex with colons': ({ x, y, c3, c2 }) =>
      `04:${hexOf(x, y, c3, c2)}`.replaceAll(/[0-9a-f]{2}(?=[0-9a-f])/gu, '$&:'),
    'hex with hyphens, as .NET prints it': ({ x, y, c3, c2 }) =>
      hexOf(x, y, c3, c2)
        .toUpperCase()
        .replaceAll(/..(?!$)/gu, '$&-'),
    'hex in lines of a dump': ({ x, y, c3, c2 }) =>
      hexOf(x, y, c3, c2)
        .replaceAll(/..(?!$)/gu, '$&:')
        .replaceAll(/.{45}/gu, '$&\r\n    '),
    'hex with marks that nobody sees': ({ x, y, c3, c2 }) => `\ufeff${hexOf(x, y, c3, c2)}\u00a0\u200b`,
    'full-width hex': ({ x, y, c3, c2 }) =>
      hexOf(x, y, c3, c2).replaceAll(/./gu, (digit) => String.fromCodePoint(digit.codePointAt(0)! + 0xfee0)),
    'a hybrid C1, C3 and C2': (parts) => hybrid(parts) + hexOf(parts.x, parts.y, parts.c3, parts.c2),
    'a hybrid C1, C2 and C3 in base64': (parts) =>
      Buffer.from(hybrid(parts) + hexOf(parts.x, parts.y, parts.c2, parts.c3), 'hex').toString('base64url'),
    'hex in base64': ({ x, y, c3, c2 }) => btoa(`04${hexOf(x, y, c3, c2)}`),
    'zeros behind it': ({ x, y, c3, c2 }) => hexOf(x, y, c3, c2, Buffer.alloc(3)),
  }

  // Half of all numbers have their leading bit set, which each spelling treats in its own way.
  test.each(Object.entries(spellings))('opens, whatever its numbers: %s', async (_, spell) => {
    for (let count = 0; count < often({ short: 25, long: 100 }); count += 1) {
      const text = `secret-${count}`
      const parts = partsOf(sm2.doEncrypt(text, publicKeyOf(cipher)))
      expect(await read(cipher, spell(parts))).toBe(text)
    }
  })

  test('opens where a coordinate lacks its leading zeros', async () => {
    const seen = new Set<number>()
    while (seen.size < 2) {
      const digits = sm2.doEncrypt('password', publicKeyOf(cipher))
      for (const [at, start] of [0, 64].entries()) {
        const zeros = /^0*/u.exec(digits.slice(start, start + 64))?.[0].length ?? 0
        if (zeros === 0) continue
        const short = digits.slice(0, start) + digits.slice(start + zeros)
        for (const each of [short, `04${short}`, `0x${short}`])
          expect(await read(cipher, each)).toBe('password')
        seen.add(at)
      }
    }
  })
})

describe('an SM2 ciphertext is undecryptable, with one answer for all,', () => {
  const encrypted = (): string => sm2.doEncrypt('password', publicKeyOf(cipher))
  // Whose x begins with a zero byte, for that the prefix 04 may stand: it is the same point in another spelling.
  const good = [encrypted(), encrypted(), encrypted(), encrypted()].find((each) => !each.startsWith('00'))!
  const [c1, c3, c2] = [good.slice(0, 128), good.slice(128, 192), good.slice(192)]
  const der = Buffer.from(openssl.many.ciphertexts[0] ?? '', 'base64')

  test.each([
    ['empty', ''],
    ['a prefix and nothing else', 'sm2:'],
    ['neither hex nor base64', `${good}!`],
    ['an odd number of hex digits', `${good.slice(0, -1)}*`],
    ['without C2', c1 + c3],
    ['with C3 cut short', c1 + c3.slice(0, -2) + c2],
    ['with C2 cut short', good.slice(0, -2)],
    ['with a byte too many', `${good}01`],
    [
      'a hybrid C1 that says the other y',
      `${Number.parseInt(c1.slice(-1), 16) % 2 === 0 ? '07' : '06'}${good}`,
    ],
    ['separated by what nobody separates by', good.replaceAll(/..(?!$)/gu, '$&,')],
    ['with two prefixes', `0404${good}`],
    ['a tail of junk behind DER', Buffer.concat([der, Buffer.from([0, 1])]).toString('base64')],
    ['DER cut short', der.subarray(0, -1).toString('base64')],
    ['longer than any password', 'a'.repeat(20_000)],
  ])('when it is %s', async (_, ciphertext) => {
    expect(await read(cipher, ciphertext)).toEqual(undecryptable)
  })

  test('when any bit of it is turned, except the sign of C1', async () => {
    const bytes = Buffer.from(good, 'hex')
    const flipped = Array.from({ length: bytes.length * 8 }, (_, bit) => {
      const copy = Buffer.from(bytes)
      copy[bit >> 3]! ^= 1 << (bit & 7)
      return copy.toString('hex')
    })
    const answers = await Promise.all(flipped.map((each) => read(cipher, each)))
    expect(answers).toEqual(flipped.map(() => undecryptable))
  })

  test('when it was made for another key', async () => {
    expect(await read(cipherOf(openssl.keys.other.pem), good)).toEqual(undecryptable)
  })

  test.each(openssl.refusedPlaintexts.ciphertexts)(
    'when it is not UTF-8 inside: $name',
    async ({ ciphertext }) => {
      expect(await read(cipher, ciphertext)).toEqual(undecryptable)
    },
  )

  test('when there is nothing inside', async () => {
    const { pem, d } = newKey()
    const point = pointOnCurve(12345n)
    expect(await read(cipherOf(pem), forge(coordinates(point), times(d, point)!, ''))).toEqual(undecryptable)
  })
})

describe('a point that is not on the curve', () => {
  const random = (seed: number): bigint =>
    (BigInt(seed + 1) * 0x9e3779b97f4a7c15f39cc0605cedc8341082276bf3a27251n) % p

  const attacks = [...pointsOfOrder, { order: undefined, make: pointOffCurve }]

  test('is refused with 200 keys, though everything behind it is right', async () => {
    for (let seed = 0; seed < 200; seed += 1) {
      const { pem, d } = newKey()
      const ours = cipherOf(pem)
      const probes = attacks.flatMap(({ order, make }) => {
        const point = make(random(seed))
        const shared = times(order === undefined ? d : d % order, point)
        return shared === undefined ? [] : [forge(coordinates(point), shared, 'open')]
      })
      expect(probes.length).toBeGreaterThan(0)
      const answers = await Promise.all(probes.flatMap((each) => [read(ours, each), read(ours, `04${each}`)]))
      expect(answers).toEqual(answers.map(() => undecryptable))
    }
  })

  test('would be opened, were it on the curve', async () => {
    const { pem, d } = newKey()
    const point = pointOnCurve(random(7))
    expect(await read(cipherOf(pem), forge(coordinates(point), times(d, point)!, 'open'))).toBe('open')
  })

  test('is refused in another guise: beyond p, infinity, hybrid with the other y, compressed without a point', async () => {
    const { pem, d } = newKey()
    const ours = cipherOf(pem)
    const small = [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n].flatMap((x) => lift(x, b) ?? [])[0]!
    const shared = times(d, small)!
    const [x, y] = [coordinates(small).slice(0, 64), coordinates(small).slice(64)]
    for (const c1 of [x + y, `02${x}`, `03${x}`])
      expect(await read(ours, forge(c1, shared, 'open'))).toBe('open')
    const noX = [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n]
      .find((each) => lift(each, b) === undefined)!
      .toString(16)
      .padStart(64, '0')
    const guises = [
      (small.x + p).toString(16) + y,
      '00',
      '0'.repeat(128),
      `04${'0'.repeat(128)}`,
      'f'.repeat(128),
      `02${noX}`,
      `${Number.parseInt(y.slice(-1), 16) % 2 === 1 ? '06' : '07'}${x}${y}`,
    ]
    for (const c1 of guises) expect(await read(ours, forge(c1, shared, 'open'))).toEqual(undecryptable)
  })

  test('has the order that its maker claims', () => {
    for (const { order, make } of pointsOfOrder) {
      const point = make(99n)
      for (let factor = 1n; factor <= order; factor += 1n)
        expect(times(factor, point) === undefined).toBe(factor === order)
    }
  })
})

test('the event loop turns between 300 ciphertexts opened at once', async () => {
  const ciphertext = sm2.doEncrypt('password', publicKeyOf(cipher))
  const turns = await turnsDuring(() =>
    Promise.all(Array.from({ length: 300 }, () => cipher.open(ciphertext))),
  )
  expect(turns).toBeGreaterThanOrEqual(300)
})
