import { openRsaCipher, type RsaPadding } from '@keepsake/adapters/cipher/rsa'
import { openSm2Cipher } from '@keepsake/adapters/cipher/sm2'
import type { Clock, TransportCipher } from '@keepsake/domain'
import { describe, expect, test } from 'vitest'
import rsa from '../../vectors/cipher/rsa-openssl.json' with { type: 'json' }
import sm2 from '../../vectors/cipher/sm2-openssl.json' with { type: 'json' }
import { refusedFor } from '../../builders/refusal.ts'

/** A key of the vectors; it never retires where no instant is given. */
type Key = readonly [name: string, retiresAt?: number]

const listed = (pems: Readonly<Record<string, { readonly pem: string }>>, keys: readonly Key[]) =>
  keys.map(([name, retiresAt]) => ({
    privateKeyPem: pems[name]!.pem,
    ...(retiresAt === undefined ? {} : { retiresAt }),
  }))

const openPadded =
  (padding: RsaPadding) =>
  (keys: readonly Key[], clock: Clock = () => 0): TransportCipher => {
    const padded = listed(rsa.keys, keys).map((key) => ({ ...key, padding }))
    return openRsaCipher({ keys: padded, clock, allowWeakKey: true })
  }
const openRsa = openPadded('pkcs1')
const openSm2 = (keys: readonly Key[], clock: Clock = () => 0): TransportCipher =>
  openSm2Cipher({ keys: listed(sm2.keys, keys), clock })

const read = async (from: TransportCipher, ciphertext: string): Promise<unknown> =>
  (await from.open(ciphertext)).match(
    (text) => text.reveal(),
    (error) => error,
  )
const undecryptable = { kind: 'undecryptable' }

type Sent = { readonly plaintext: string; readonly ciphertext: string }
const sentUnder = (name: string): readonly Sent[] =>
  [...rsa.cases, ...sm2.cases].find((each) => each.name === name)!.ciphertexts

/** Every way to send a password: two keys to send it under, and a third that is in no ring here. */
const ways = [
  ...(
    [
      ['PKCS#1 v1.5', 'pkcs1'],
      ['OAEP SHA-256', 'oaep-sha256'],
      ['OAEP SHA-1', 'oaep-sha1'],
    ] as const
  ).map(([way, padding]) => ({
    way: `RSA ${way}`,
    open: openPadded(padding),
    keys: ['rsa2048', 'other2048'] as const,
    sent: [sentUnder(`${way}, rsa2048`), sentUnder(`${way}, other2048`)] as const,
    foreign: sentUnder(`${way}, rsa1024`),
  })),
  {
    way: 'SM2',
    open: openSm2,
    keys: ['genpkey', 'ecparam'] as const,
    sent: [sentUnder('DER, genpkey'), sentUnder('DER, ecparam')] as const,
    foreign: sentUnder('DER, other'),
  },
]

describe.each(ways)(
  'under two keys, $way:',
  ({ open, keys: [one, other], sent: [ofOne, ofOther], foreign }) => {
    test('passwords for either open, in whichever order the keys are listed', async () => {
      for (const cipher of [open([[one], [other]]), open([[other], [one]])])
        for (const { plaintext, ciphertext } of [...ofOne, ...ofOther])
          expect(await read(cipher, ciphertext)).toBe(plaintext)
    })

    test('passwords for a third are undecryptable, and so are altered ones', async () => {
      const cipher = open([[one], [other]])
      const altered = [...ofOne, ...ofOther].map(({ ciphertext }) => {
        const bytes = Buffer.from(ciphertext, 'base64')
        bytes[bytes.length - 1]! ^= 1
        return bytes.toString('base64')
      })
      const ciphertexts = [...foreign.map(({ ciphertext }) => ciphertext), ...altered, '', 'no ciphertext!']
      const answers = await Promise.all(ciphertexts.map((each) => read(cipher, each)))
      expect(answers).toEqual(ciphertexts.map(() => undecryptable))
    })

    test('a key opens until the instant at which it retires, and nothing from then on', async () => {
      let now = 999
      const cipher = open([[one, 1000], [other]], () => now)
      const [retiring, staying] = [ofOne[0]!, ofOther[0]!]
      expect(await read(cipher, retiring.ciphertext)).toBe(retiring.plaintext)
      now = 1000
      expect(await read(cipher, retiring.ciphertext)).toEqual(undecryptable)
      expect(await read(cipher, staying.ciphertext)).toBe(staying.plaintext)
    })

    test('a password that still waits for its turn when its key retires is too late', async () => {
      let now = 999
      const cipher = open([[one, 1000]], () => now)
      const waiting = read(cipher, ofOne[0]!.ciphertext)
      now = 1000
      expect(await waiting).toEqual(undecryptable)
    })

    test('nothing opens once both have retired', async () => {
      const cipher = open(
        [
          [one, 1000],
          [other, 500],
        ],
        () => 1000,
      )
      for (const { ciphertext } of [...ofOne, ...ofOther])
        expect(await read(cipher, ciphertext)).toEqual(undecryptable)
    })
  },
)

const kinds = [
  { kind: 'RSA', open: openRsa, keys: ['rsa2048', 'other2048'], ids: rsa.keyIds },
  { kind: 'SM2', open: openSm2, keys: ['genpkey', 'ecparam'], ids: sm2.keyIds },
] as const

describe.each(kinds)('of $kind keys', ({ open, keys: [one, other], ids }) => {
  const idOf = (name: string): string => (ids as Readonly<Record<string, string>>)[name]!

  test('each is named by the beginning of its fingerprint, as openssl takes it', () => {
    for (const name of [one, other]) expect(open([[name]]).current()?.keyId).toBe(idOf(name))
  })

  test('the first that has not retired is the current one', () => {
    let now = 0
    const cipher = open(
      [
        [one, 1000],
        [other, 2000],
      ],
      () => now,
    )
    const currentAt = (instant: number): unknown => {
      now = instant
      const { keyId, retiresAt } = cipher.current() ?? {}
      return keyId && [keyId, retiresAt]
    }
    expect(currentAt(999)).toEqual([idOf(one), 1000])
    expect(currentAt(1000)).toEqual([idOf(other), 2000])
    expect(currentAt(1999)).toEqual([idOf(other), 2000])
    expect(currentAt(2000)).toBeUndefined()
  })

  test('the first is the current one though another lasts longer, and says when it ends only if it does', () => {
    expect(open([[one, 1000], [other]]).current()).toMatchObject({ keyId: idOf(one), retiresAt: 1000 })
    expect(open([[one], [other, 1000]]).current()).not.toHaveProperty('retiresAt')
  })

  test('there may be none: then none is published and nothing opens', async () => {
    expect(open([]).current()).toBeUndefined()
    expect(await read(open([]), 'AAAA')).toEqual(undecryptable)
  })
})

describe('a list of keys is refused with the place of each that cannot be used', () => {
  const clock = (): number => 0
  const key = { privateKeyPem: rsa.keys.rsa2048.pem }
  const point = { privateKeyPem: sm2.keys.genpkey.pem }
  test.each([
    [
      'that is no key',
      () => openRsaCipher({ keys: [key, { privateKeyPem: 'secret' }], clock }),
      'unreadable',
    ],
    ['that is of another kind', () => openRsaCipher({ keys: [key, point], clock }), 'wrong_type'],
    ['that is of another kind', () => openSm2Cipher({ keys: [point, key], clock }), 'wrong_type'],
    ['that comes again', () => openRsaCipher({ keys: [key, { ...key, retiresAt: 1 }], clock }), 'duplicate'],
    ['that comes again', () => openSm2Cipher({ keys: [point, point], clock }), 'duplicate'],
  ])('%s', async (_, open, reason) => {
    expect(await refusedFor(open)).toEqual([`keys.1.privateKeyPem private_key.${reason}`])
  })

  test('and all of them are listed at once', async () => {
    const keys = [key, { privateKeyPem: 'secret' }, point, key]
    expect(await refusedFor(() => openRsaCipher({ keys, clock }))).toEqual([
      'keys.1.privateKeyPem private_key.unreadable',
      'keys.2.privateKeyPem private_key.wrong_type',
      'keys.3.privateKeyPem private_key.duplicate',
    ])
  })
})

test('RSA keys of different lengths serve side by side', async () => {
  const cipher = openRsa([['rsa1024'], ['rsa2048'], ['other2048']])
  const sent = rsa.cases.filter(({ padding }) => padding === 'pkcs1')
  for (const { plaintext, ciphertext } of sent.flatMap(({ ciphertexts }) => ciphertexts))
    expect(await read(cipher, ciphertext)).toBe(plaintext)
})

test('RSA keys of different paddings serve side by side, each for its own alone', async () => {
  const clock = (): number => 0
  const keys = [
    { privateKeyPem: rsa.keys.rsa2048.pem, padding: 'pkcs1' },
    { privateKeyPem: rsa.keys.other2048.pem, padding: 'oaep-sha256' },
  ] as const
  for (const ring of [keys, keys.toReversed()]) {
    const cipher = openRsaCipher({ keys: ring, clock })
    for (const { plaintext, ciphertext } of [
      ...sentUnder('PKCS#1 v1.5, rsa2048'),
      ...sentUnder('OAEP SHA-256, other2048'),
    ])
      expect(await read(cipher, ciphertext)).toBe(plaintext)
    for (const { ciphertext } of [
      ...sentUnder('OAEP SHA-256, rsa2048'),
      ...sentUnder('PKCS#1 v1.5, other2048'),
    ])
      expect(await read(cipher, ciphertext)).toEqual(undecryptable)
  }
})

test('a PKCS#1 v1.5 ciphertext in which both keys read a text is undecryptable while both are there', async () => {
  const { plaintext, otherText, ciphertext } = rsa.readableUnderBoth
  expect(await read(openRsa([['rsa2048']]), ciphertext)).toBe(plaintext)
  expect(await read(openRsa([['other2048']]), ciphertext)).toBe(otherText)
  expect(await read(openRsa([['rsa2048'], ['other2048']]), ciphertext)).toEqual(undecryptable)
  expect(await read(openRsa([['other2048'], ['rsa2048']]), ciphertext)).toEqual(undecryptable)
  const afterwards = openRsa([['rsa2048'], ['other2048', 1000]], () => 1000)
  expect(await read(afterwards, ciphertext)).toBe(plaintext)
})
