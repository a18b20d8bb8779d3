import { inspect } from 'node:util'
import { keyEncryptionConformance } from '@keepsake/conformance/key-encryption'
import { openKeyEncryption } from '@keepsake/adapters/secrets/key-encryption'
import { makeRecoveryCodeHasher } from '@keepsake/adapters/secrets/recovery-codes'
import { makeSecretBox } from '@keepsake/adapters/secrets/secret-box'
import { conceal, sealed, type KeyEncryption } from '@keepsake/domain'
import { parseRecoveryCode } from '@keepsake/domain/rules'
import { okAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { keyEncryptionBy, openKeyManagementService } from './key-management-service.ts'
import { canary, cryptographies, first, open, place, seal, second, withPart } from './sealed-texts.ts'

const recoveryCode = parseRecoveryCode('b471-8ec0-874a-087f-bccb-cd54')._unsafeUnwrap()
const ring = { keys: [first, second], current: 'k2' }
const kinds: readonly (readonly [string, () => KeyEncryption])[] = [
  ...cryptographies.map((each) => [`sealing keys, ${each}`, () => openKeyEncryption(ring, each)] as const),
  [
    'a key management service',
    () => {
      const service = openKeyManagementService()
      service.makeKey('kms-1')
      return keyEncryptionBy(service, 'kms-1')
    },
  ],
]

describe.each(kinds)('key encryption by %s', (_, openKeys) => {
  it.each(keyEncryptionConformance)('$name', ({ run }) => run(async () => openKeys()))
})

describe.each(cryptographies)(
  'a secret box over a key management service, by %s cryptography',
  (cryptography) => {
    const openBox = () => {
      const service = openKeyManagementService()
      service.makeKey('kms-1')
      return { service, box: makeSecretBox(keyEncryptionBy(service, 'kms-1'), cryptography) }
    }

    it('seals and opens, and names the key', async () => {
      const { box } = openBox()
      const text = await seal(box)
      expect(text.split('.')[2]).toBe('kms-1')
      expect(box.isCurrent(sealed(text))).toBe(true)
      expect((await open(box, text))._unsafeUnwrap().reveal()).toBe(canary)
    })

    it('tells the service what each data key is for, and never the text', async () => {
      const { service, box } = openBox()
      await open(box, await seal(box))
      const { pool, user, field, record } = place
      expect(service.trail()).toStrictEqual([
        { call: 'Encrypt', context: { pool, user, field, record } },
        { call: 'Decrypt', context: { pool, user, field, record } },
      ])
    })

    it('asks for every opening: a key that is taken back opens nothing more', async () => {
      const { service, box } = openBox()
      const text = await seal(box)
      await open(box, text)
      service.disableKey('kms-1')
      expect((await open(box, text))._unsafeUnwrapErr()).toMatchObject({
        kind: 'unavailable',
        part: 'secret-box',
      })
    })

    it('does not ask for what is no sealed text', async () => {
      const { service, box } = openBox()
      const text = await seal(box)
      for (const other of [
        '',
        'v1',
        `${text}.AAAA`,
        text.replace('v1.', 'v2.'),
        text.replace(/-[a-z0-9-]+\./u, '.'),
      ])
        expect((await open(box, other)).isErr()).toBe(true)
      expect(service.trail().map(({ call }) => call)).toStrictEqual(['Encrypt'])
    })

    it('passes on why the service does not answer', async () => {
      const { service, box } = openBox()
      const text = await seal(box)
      service.isUp.value = false
      for (const failed of [await open(box, text), await box.seal(conceal(canary), place)]) {
        const error = failed._unsafeUnwrapErr()
        expect(error).toMatchObject({ kind: 'unavailable', part: 'secret-box' })
        expect(inspect(error)).toContain('ServiceUnavailable')
        expect(inspect(error)).not.toContain(canary)
      }
    })

    it('stays shut where the service answers with another data key than it was given', async () => {
      const { service, box } = openBox()
      const text = await seal(box)
      const keys = keyEncryptionBy(service, 'kms-1')
      for (const size of [0, 16, 31, 32, 33, 47, 48, 49, 64]) {
        const odd = makeSecretBox(
          { ...keys, unwrap: () => okAsync(conceal(new Uint8Array(size))) },
          cryptography,
        )
        expect((await open(odd, text))._unsafeUnwrapErr()).toMatchObject({ part: 'secret-box' })
      }
    })

    it.each(['', 'a.b', 'k'.repeat(129), 'k 1', 'schlüssel'])(
      'seals nothing under a key that is named %o',
      async (id) => {
        const { service } = openBox()
        service.makeKey(id)
        const box = makeSecretBox(keyEncryptionBy(service, id), cryptography)
        expect((await box.seal(conceal(canary), place)).isErr()).toBe(true)
      },
    )
  },
)

describe.each(cryptographies)('by %s cryptography, every data key is overwritten once', (cryptography) => {
  /** The port over a service, and every data key that went through it. */
  const openWatched = () => {
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
      unwrap: (wrapped, context) =>
        keys.unwrap(wrapped, context).map((dataKey) => {
          seen.push(dataKey.reveal())
          return dataKey
        }),
    }
    return { watched, seen }
  }
  const expectOverwritten = (seen: readonly Uint8Array[], times: number): void => {
    expect(seen).toHaveLength(times)
    expect(seen.every((key) => key.length >= 32 && key.every((byte) => byte === 0))).toBe(true)
  }

  it('a text is sealed, opened or refused', async () => {
    const { watched, seen } = openWatched()
    const box = makeSecretBox(watched, cryptography)
    const text = await seal(box)
    await open(box, text)
    await open(box, withPart(text, 'tag', ''))
    await box.seal(conceal('\ud800'), place)
    expectOverwritten(seen, 4)
  })

  it('a recovery code is hashed or compared, or its hash wrapped anew', async () => {
    const { watched, seen } = openWatched()
    const hasher = makeRecoveryCodeHasher(watched, cryptography)
    const hash = (await hasher.hash(recoveryCode))._unsafeUnwrap()
    await hasher.matches(recoveryCode, hash)
    await hasher.rewrap(hash)
    expectOverwritten(seen, 4)
  })
})

describe('the move from sealing keys to a key management service', () => {
  it('is a rotation: both open, one seals', async () => {
    const service = openKeyManagementService()
    service.makeKey('kms-1')
    const here = openKeyEncryption(ring)
    const there = keyEncryptionBy(service, 'kms-1')
    const box = makeSecretBox({
      ...there,
      unwrap: (wrapped, context) =>
        (wrapped.keyId === there.currentId ? there : here).unwrap(wrapped, context),
    })
    const before = await seal(makeSecretBox(here))
    expect(box.isCurrent(sealed(before))).toBe(false)
    const after = await seal(box, (await open(box, before))._unsafeUnwrap().reveal())
    expect(box.isCurrent(sealed(after))).toBe(true)
    expect((await open(makeSecretBox(there), after))._unsafeUnwrap().reveal()).toBe(canary)
  })

  it('takes recovery codes along', async () => {
    const service = openKeyManagementService()
    service.makeKey('kms-1')
    const hasher = makeRecoveryCodeHasher(keyEncryptionBy(service, 'kms-1'))
    const hash = (await hasher.hash(recoveryCode))._unsafeUnwrap()
    expect((await hasher.matches(recoveryCode, hash))._unsafeUnwrap()).toBe(true)
    service.isUp.value = false
    expect((await hasher.matches(recoveryCode, hash))._unsafeUnwrapErr()).toMatchObject({
      part: 'secret-box',
    })
  })
})
