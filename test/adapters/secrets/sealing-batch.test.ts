import { makeRecoveryCodeHasher } from '@keepsake/adapters/secrets/recovery-codes'
import { makeSecretBox, type Cryptography } from '@keepsake/adapters/secrets/secret-box'
import {
  beginSealingBatch,
  conceal,
  recoveryCodeHash,
  userId,
  userPoolId,
  type KeyEncryption,
  type RecoveryCode,
  type SealPlace,
} from '@keepsake/domain'
import { describe, expect, it } from 'vitest'
import { keyEncryptionBy, openKeyManagementService } from './key-management-service.ts'
import { canary, cryptographies, open, owner, parts } from './sealed-texts.ts'

const placeOf = (index: number): SealPlace => ({
  pool: owner.pool,
  user: userId(`user-${index}`),
  field: 'otp_secret',
  record: `record-${index}`,
})
const textOf = (index: number): string => `${canary}-${index}`

/** A batch of texts, sealed by way of a key management service, and what that service has noted. */
const openBatch = async (cryptography: Cryptography, size: number) => {
  const service = openKeyManagementService()
  service.makeKey('kms-1')
  const box = makeSecretBox(keyEncryptionBy(service, 'kms-1'), cryptography)
  const batch = beginSealingBatch(owner.pool)
  const sealed = await Promise.all(
    Array.from({ length: size }, (_, index) => box.seal(conceal(textOf(index)), placeOf(index), batch)),
  )
  return { service, box, batch, texts: sealed.map((each) => String(each._unsafeUnwrap())) }
}

describe.each(cryptographies)('texts that are sealed in a batch by %s cryptography', (cryptography) => {
  it('open one by one, each at its place', async () => {
    const { box, texts } = await openBatch(cryptography, 20)
    for (const [index, text] of texts.entries())
      expect((await open(box, text, placeOf(index)))._unsafeUnwrap().reveal()).toBe(textOf(index))
  })

  it('ask the service once for some hundred of them', async () => {
    for (const [size, calls] of [
      [1, 1],
      [500, 1],
      [501, 2],
      [1200, 3],
    ] as const)
      expect((await openBatch(cryptography, size)).service.trail()).toHaveLength(calls)
  })

  it('tell the service the pool, and when they are opened the same again', async () => {
    const { service, box, texts } = await openBatch(cryptography, 3)
    const [, second] = texts
    await open(box, second!, placeOf(1))
    const batch = second!.split('.').at(-1)
    expect(service.trail()).toStrictEqual([
      { call: 'Encrypt', context: { pool: owner.pool, batch } },
      { call: 'Decrypt', context: { pool: owner.pool, batch } },
    ])
  })

  it('have one data key, and each a nonce of its own', async () => {
    const { texts } = await openBatch(cryptography, 500)
    const valuesOf = (part: keyof typeof parts): number =>
      new Set(texts.map((text) => text.split('.')[parts[part]])).size
    expect(valuesOf('wrappedKey')).toBe(1)
    expect(valuesOf('nonce')).toBe(500)
    expect(valuesOf('tag')).toBe(500)
  })

  it('do not open at the place of another text of the batch', async () => {
    const { box, texts } = await openBatch(cryptography, 4)
    for (const [index, text] of texts.entries())
      for (const other of [0, 1, 2, 3].filter((each) => each !== index))
        expect((await open(box, text, placeOf(other))).isErr()).toBe(true)
  })

  it('stay shut with parts of another batch, of another text, or without their last part', async () => {
    const { box, texts } = await openBatch(cryptography, 2)
    const { box: otherBox, texts: others } = await openBatch(cryptography, 1)
    const [text, neighbour] = texts.map((each) => each.split('.'))
    const other = others[0]!.split('.')
    for (let part = 0; part < text!.length; part += 1) {
      for (const from of [neighbour!, other]) {
        if (from[part] === text![part]) continue
        expect((await open(box, text!.with(part, from[part]!).join('.'), placeOf(0))).isErr()).toBe(true)
      }
      const without = text!.toSpliced(part, 1).join('.')
      expect((await open(box, without, placeOf(0))).isErr()).toBe(true)
    }
    expect((await open(otherBox, texts[0]!, placeOf(0))).isErr()).toBe(true)
    expect((await open(box, `${texts[0]}.AAAA`, placeOf(0))).isErr()).toBe(true)
  })

  it('belong to the pool of the batch', async () => {
    const { box, batch, service } = await openBatch(cryptography, 1)
    const place = { ...placeOf(0), pool: userPoolId('another') }
    expect((await box.seal(conceal(canary), place, batch)).isErr()).toBe(true)
    expect(service.trail()).toHaveLength(1)
  })

  it('are none if the service does not answer', async () => {
    const { service, box } = await openBatch(cryptography, 1)
    service.isUp.value = false
    const batch = beginSealingBatch(owner.pool)
    const sealed = await Promise.all([0, 1].map((at) => box.seal(conceal(canary), placeOf(at), batch)))
    for (const each of sealed)
      expect(each._unsafeUnwrapErr()).toMatchObject({ kind: 'unavailable', part: 'secret-box' })
  })

  it('leave no data key in memory that was given to the service', async () => {
    const service = openKeyManagementService()
    service.makeKey('kms-1')
    const keys = keyEncryptionBy(service, 'kms-1')
    const seen: Uint8Array[] = []
    const watched: KeyEncryption = {
      ...keys,
      wrap: (dataKey, context) => {
        seen.push(dataKey.reveal())
        return keys.wrap(dataKey, context)
      },
    }
    const [box, hasher] = [
      makeSecretBox(watched, cryptography),
      makeRecoveryCodeHasher(watched, cryptography),
    ]
    const batch = beginSealingBatch(owner.pool)
    await box.seal(conceal(canary), placeOf(0), batch)
    await hasher.hash(conceal('code') as RecoveryCode, batch)
    expect(seen).toHaveLength(2)
    expect(seen.every((key) => key.length >= 32 && key.every((byte) => byte === 0))).toBe(true)
  })
})

describe.each(cryptographies)(
  'recovery codes that are hashed in a batch by %s cryptography',
  (cryptography) => {
    const codeOf = (index: number): RecoveryCode => conceal(`["pool","user-${index}","code"]`) as RecoveryCode

    const hashed = async (size: number) => {
      const service = openKeyManagementService()
      service.makeKey('kms-1')
      service.makeKey('kms-2')
      const hasher = makeRecoveryCodeHasher(keyEncryptionBy(service, 'kms-1'), cryptography)
      const batch = beginSealingBatch(owner.pool)
      const hashes = await Promise.all(
        Array.from({ length: size }, (_, index) => hasher.hash(codeOf(index), batch)),
      )
      return { service, hasher, hashes: hashes.map((each) => each._unsafeUnwrap()) }
    }

    it('ask the service once, and match their own code alone', async () => {
      const { service, hasher, hashes } = await hashed(3)
      expect(service.trail()).toHaveLength(1)
      for (const [index, hash] of hashes.entries())
        for (const other of [0, 1, 2])
          expect((await hasher.matches(codeOf(other), hash))._unsafeUnwrap()).toBe(other === index)
    })

    it('come under a new key one by one', async () => {
      const { service, hashes } = await hashed(2)
      const next = makeRecoveryCodeHasher(keyEncryptionBy(service, 'kms-2'), cryptography)
      const renewed = (await next.rewrap(hashes[0]!))._unsafeUnwrap()
      expect([hashes[0]!, renewed].map(next.isCurrent)).toStrictEqual([false, true])
      service.disableKey('kms-1')
      expect((await next.matches(codeOf(0), recoveryCodeHash(renewed)))._unsafeUnwrap()).toBe(true)
      expect((await next.matches(codeOf(1), hashes[1]!)).isErr()).toBe(true)
    })
  },
)
