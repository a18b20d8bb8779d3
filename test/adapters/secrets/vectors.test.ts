import { createCipheriv, createDecipheriv, createHmac, createSecretKey } from 'node:crypto'
import { openKeyedDigest } from '@keepsake/adapters/secrets/keyed-digest'
import { openRecoveryCodeHasher } from '@keepsake/adapters/secrets/recovery-codes'
import { conceal, recoveryCodeHash, userId, userPoolId, type SealPlace } from '@keepsake/domain'
import { parseRecoveryCode } from '@keepsake/domain/rules'
import fc from 'fast-check'
import { sm3, sm4 } from 'sm-crypto'
import { describe, expect, it } from 'vitest'
import { algorithms } from '../../../packages/adapters/src/secrets/cryptography.ts'
import { deriveKey } from '../../../packages/adapters/src/secrets/key-ring.ts'
import { aesKeyWrap } from '../../../packages/adapters/src/secrets/key-wrap.ts'
import { sm4CtrHmacSm3 } from '../../../packages/adapters/src/secrets/sm4-ctr-hmac-sm3.ts'
import bouncyCastle from '../../vectors/secrets/bouncy-castle.json' with { type: 'json' }
import standards from '../../vectors/secrets/standards.json' with { type: 'json' }
import { boxOf, cryptographies, open } from './sealed-texts.ts'

const hex = (text: string): Buffer => Buffer.from(text, 'hex')
const key = { id: bouncyCastle.sealingKey.id, key: hex(bouncyCastle.sealingKey.hex) }
const keys = { keys: [key], current: key.id }

describe.each(cryptographies)('what Bouncy Castle made by %s cryptography', (cryptography) => {
  const madeBy = <T extends { readonly cryptography: string }>(vectors: readonly T[]): readonly T[] =>
    vectors.filter((each) => each.cryptography === cryptography)

  it.each(madeBy(bouncyCastle.sealed))('opens: $field of $user', async ({ text, sealed, ...there }) => {
    const { pool, user, ...field } = there
    const place = { ...field, pool: userPoolId(pool), user: userId(user) } as SealPlace
    expect((await open(boxOf([key], key.id), sealed, place))._unsafeUnwrap().reveal()).toBe(text)
  })

  it.each(madeBy(bouncyCastle.recoveryCodes))(
    'matches as the hash of a recovery code',
    async ({ code, hash }) => {
      const hasher = openRecoveryCodeHasher(keys)
      const [right, wrong] = [code, code.replace('b', 'c')].map((each) =>
        parseRecoveryCode(each)._unsafeUnwrap(),
      )
      expect((await hasher.matches(right!, recoveryCodeHash(hash)))._unsafeUnwrap()).toBe(true)
      expect((await hasher.matches(wrong!, recoveryCodeHash(hash)))._unsafeUnwrap()).toBe(false)
    },
  )

  it.each(madeBy(bouncyCastle.digests))('is the keyed digest of $text', ({ text, digest }) => {
    const { algorithm, digest: digestOf } = openKeyedDigest(cryptography)
    const hash = algorithms[cryptography].hash
    const derived = conceal<Uint8Array>(deriveKey(createSecretKey(key.key), 'keyed digest', hash))
    expect(Buffer.from(digestOf(algorithm, derived, text) ?? []).toString('hex')).toBe(digest)
    // Whatever is meant for new keys, either is computed.
    for (const other of cryptographies)
      expect(openKeyedDigest(other).digest(algorithm, derived, text)).toEqual(hex(digest))
    expect(digestOf('hmac-md5', derived, text)).toBeUndefined()
  })
})

describe('the algorithms that these stand on', () => {
  it('are AES key wrap as RFC 3394 has it', () => {
    const { key: kek, dataKey, wrapped } = standards.aesKeyWrap
    const { wrap, unwrap } = aesKeyWrap(hex(kek))
    expect(Buffer.from(wrap(hex(dataKey))).toString('hex')).toBe(wrapped)
    expect(Buffer.from(unwrap(hex(wrapped))).toString('hex')).toBe(dataKey)
  })

  it('are SM4 as GB/T 32907 has it', () => {
    const { key: secret, plaintext, ciphertext } = standards.sm4
    expect(createCipheriv('sm4-ecb', hex(secret), null).update(plaintext, 'hex', 'hex')).toBe(ciphertext)
  })

  it.each(standards.sm4Ctr.vectors)(
    'are SM4 in counter mode under $key',
    ({ key: secret, counter, plaintext, ciphertext }) => {
      const decipher = createDecipheriv('sm4-ctr', hex(secret), hex(counter))
      expect(decipher.update(ciphertext, 'hex', 'hex')).toBe(plaintext)
    },
  )

  it.each(standards.hmacSm3.vectors)(
    'are HMAC-SM3 as GM/T 0042 has it, under $key',
    ({ key: secret, text, mac }) => {
      expect(createHmac('sm3', hex(secret)).update(text, 'hex').digest('hex')).toBe(mac)
    },
  )
})

describe('SM4 in counter mode with HMAC-SM3', () => {
  /** The same by sm-crypto, whose SM4 and SM3 are written in JavaScript. */
  const bySmCrypto = (secret: Buffer, nonce: Buffer, text: Buffer, data: Buffer) => {
    const start = BigInt(`0x${nonce.toString('hex')}`)
    const counters = Array.from({ length: Math.ceil(text.length / 16) }, (_, block) =>
      hex(
        BigInt.asUintN(128, start + BigInt(block))
          .toString(16)
          .padStart(32, '0'),
      ),
    )
    const key = secret.subarray(32).toString('hex')
    const stream = hex(sm4.encrypt(Array.from(Buffer.concat(counters)), key, { padding: 'none' }))
    const ciphertext = text.map((byte, at) => byte ^ stream[at]!)
    const bits = Buffer.alloc(8)
    bits.writeBigUInt64BE(BigInt(data.length * 8))
    const input = Buffer.concat([data, nonce, ciphertext, bits])
    const tag = sm3([...input], { mode: 'hmac', key: secret.subarray(0, 32).toString('hex') })
    return { ciphertext: Buffer.from(ciphertext).toString('hex'), tag }
  }
  const bytes = (constraints: { readonly minLength: number; readonly maxLength: number }) =>
    fc.uint8Array(constraints).map((array) => Buffer.from(array))

  it('makes what sm-crypto makes', () => {
    const size48 = bytes({ minLength: 48, maxLength: 48 })
    const upTo100 = bytes({ minLength: 0, maxLength: 100 })
    fc.assert(
      fc.property(size48, upTo100, upTo100, (secret, text, data) => {
        const { nonce, ciphertext, tag } = sm4CtrHmacSm3.under(secret).encrypt(text, data)
        expect({
          ciphertext: Buffer.from(ciphertext).toString('hex'),
          tag: Buffer.from(tag).toString('hex'),
        }).toStrictEqual(bySmCrypto(secret, Buffer.from(nonce), text, data))
      }),
      { numRuns: 50 },
    )
  })

  it('reads as one the boundary between associated data and nonce nowhere', () => {
    const secret = Buffer.alloc(48, 7)
    const { encrypt, decrypt } = sm4CtrHmacSm3.under(secret)
    const { nonce, ciphertext, tag } = encrypt(Buffer.alloc(20), Buffer.alloc(16, 1))
    const all = Buffer.concat([Buffer.alloc(16, 1), nonce, ciphertext])
    for (let size = 0; size <= all.length - 16; size += 1) {
      const shifted = { nonce: all.subarray(size, size + 16), ciphertext: all.subarray(size + 16), tag }
      if (size === 16) expect(decrypt(shifted, all.subarray(0, size))).toHaveLength(20)
      else expect(() => decrypt(shifted, all.subarray(0, size))).toThrow()
    }
  })
})
