import { openArgon2Hasher } from '@keepsake/adapters/password/argon2'
import { openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import type { PlainPassword } from '@keepsake/domain'
import { parsePlainPassword } from '@keepsake/domain/rules'
import argon2 from 'argon2'
import { describe, expect, it } from 'vitest'
import { refusedFor } from '../../builders/refusal.ts'

const plain = (text: string): PlainPassword => parsePlainPassword(text)._unsafeUnwrap()
const cheap = { memory: 64, passes: 1 }

describe('the argon2 hasher', () => {
  it('writes argon2id with 19 MiB, 2 passes and 1 lane, in the order of the reference implementation', async () => {
    const hash = (await (await openArgon2Hasher()).hash(plain('correct horse')))._unsafeUnwrap()
    expect(hash.format).toBe('argon2id')
    expect(hash.encoded).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/u)
  })

  it('writes what the argon2 library itself verifies', async () => {
    const { encoded } = (await (await openArgon2Hasher(cheap)).hash(plain('pässwörd-密码')))._unsafeUnwrap()
    expect(await argon2.verify(encoded, 'pässwörd-密码')).toBe(true)
    expect(await argon2.verify(encoded, 'pässwörd-密碼')).toBe(false)
  })

  it('hashes the NFKC form, so that composed and decomposed letters are one password', async () => {
    const { encoded } = (await (await openArgon2Hasher(cheap)).hash(plain('cafe\u0301 １')))._unsafeUnwrap()
    expect(await argon2.verify(encoded, 'caf\u00e9 1')).toBe(true)
  })

  it('draws a new salt for every hash', async () => {
    const hasher = await openArgon2Hasher(cheap)
    const made = await Promise.all(Array.from({ length: 20 }, () => hasher.hash(plain('same'))))
    expect(new Set(made.map((hash) => hash._unsafeUnwrap().encoded)).size).toBe(20)
  })

  it('cuts no password short: every character of a long one counts', async () => {
    const hasher = await openArgon2Hasher(cheap)
    const verifier = await openPasswordVerifier({ current: { ...cheap, parallelism: 1 } })
    for (const length of [2, 8, 56, 72, 73, 128, 255, 256, 257, 512, 1024]) {
      const hash = (await hasher.hash(plain('p'.repeat(length))))._unsafeUnwrap()
      expect((await verifier.verify('p'.repeat(length), hash))._unsafeUnwrap()).toBe('right')
      expect((await verifier.verify('p'.repeat(length - 1), hash))._unsafeUnwrap()).toBe('wrong')
    }
  })

  it.each([
    { memory: 512 * 1024 },
    { passes: 11 },
    { parallelism: 17 },
    { memory: 7 },
    { passes: 0 },
    { memory: 1.5 },
    { memory: Number.NaN },
  ])('does not open with parameters that no verifier would read back: %o', async (parameters) => {
    expect(await refusedFor(() => openArgon2Hasher(parameters))).toEqual([' argon2.parameters_refused'])
  })
})
