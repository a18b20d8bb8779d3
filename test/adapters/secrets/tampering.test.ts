import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import { inspect } from 'node:util'
import { userId, userPoolId, type SealPlace } from '@keepsake/domain'
import { describe, expect, it } from 'vitest'
import {
  binaryParts,
  boxOf,
  bytesOf,
  canary,
  cryptographies,
  first,
  open,
  owner,
  parts,
  place,
  seal,
  second,
  withPart,
} from './sealed-texts.ts'

describe.each(cryptographies)('a text sealed by %s cryptography stays shut', async (cryptography) => {
  const box = boxOf([first], 'k1', cryptography)
  const text = await seal(box)
  const [, algorithm, keyId] = text.split('.') as [string, string, string]

  /** Every refusal is this one, whatever was wrong. */
  const refusal = (await open(box, 'no such text'))._unsafeUnwrapErr()
  const expectRefused = async (changed: string, where: SealPlace = place, by = box): Promise<void> => {
    const error = (await open(by, changed, where))._unsafeUnwrapErr()
    expect(error).toStrictEqual(refusal)
    expect(inspect(error, { depth: 9 })).not.toContain(canary)
  }

  it('when any one character of it is changed, added or taken out', async () => {
    for (let at = 0; at < text.length; at += 1) {
      for (const other of ['A', 'B', 'Q', '_', '~', '.', '=', ' ', '\u0000'])
        if (other !== text[at]) await expectRefused(text.slice(0, at) + other + text.slice(at + 1))
      await expectRefused(text.slice(0, at) + text.slice(at + 1))
      await expectRefused(`${text.slice(0, at)}A${text.slice(at)}`)
    }
  })

  it.each(binaryParts)('when any one bit of its %s is turned', async (part) => {
    for (let bit = 0; bit < bytesOf(text, part).length * 8; bit += 1) {
      const bytes = bytesOf(text, part)
      bytes[bit >> 3]! ^= 1 << (bit & 7)
      await expectRefused(withPart(text, part, bytes))
    }
  })

  it.each(binaryParts)(
    'when its %s is cut to any length, 4, 8 and 12 bytes among them, or grows',
    async (part) => {
      const bytes = bytesOf(text, part)
      for (let size = 0; size < bytes.length; size += 1) {
        await expectRefused(withPart(text, part, bytes.subarray(0, size)))
        await expectRefused(withPart(text, part, bytes.subarray(bytes.length - size)))
      }
      await expectRefused(withPart(text, part, Buffer.concat([bytes, Buffer.alloc(1)])))
      await expectRefused(withPart(text, part, Buffer.concat([bytes, bytes])))
    },
  )

  it.each<SealPlace>([
    { ...place, pool: userPoolId('pool2') },
    { ...place, user: userId('user2') },
    { ...place, record: 'another' },
    { ...place, record: '' },
    { ...place, field: 'notice_secret' },
    { ...place, field: 'recovery_code' },
    { ...place, parameters: { algorithm: 'SHA1', digits: 6, period: 30 } as const },
    { ...owner, field: 'password_ticket' },
    { ...owner, field: 'password_reset' },
    { ...place, pool: userPoolId('pool","user'), user: userId('') },
    { ...place, user: userId('user","otp_secret'), record: '' },
    { ...place, pool: userPoolId('pooluser'), user: userId('') },
    { ...place, pool: userPoolId(''), user: userId('pooluser') },
    { ...place, pool: userPoolId('user'), user: userId('pool') },
    { ...place, user: userId('authenticator'), record: 'user' },
    { ...place, pool: userPoolId('Pool') },
    { ...place, record: 'Authenticator' },
  ])('in another place: $pool $user $field $record', async (elsewhere) => {
    await expectRefused(text, elsewhere)
    await expectRefused(await seal(box, canary, elsewhere), place)
  })

  it('as a record without a name when it is of the user alone', async () => {
    const ofUser = await seal(box, canary, { ...owner, field: 'password_reset' })
    for (const record of ['', 'null', 'undefined'])
      await expectRefused(ofUser, { ...owner, field: 'otp_secret', record })
  })

  it('when its parts come from two sealed texts', async () => {
    const [one, two] = [(await seal(box, 'one')).split('.'), (await seal(box, 'two')).split('.')]
    const taken = binaryParts.map((part) => parts[part])
    // Every choice of parts but none and all.
    for (let choice = 1; choice < 2 ** taken.length - 1; choice += 1) {
      const mixed = [...one]
      for (const [bit, at] of taken.entries()) if (choice & (1 << bit)) mixed[at] = two[at]!
      await expectRefused(mixed.join('.'))
    }
  })

  it.each(['k2', 'k2~sm4', 'k1~', 'k1~sm4~sm4', '~sm4', '', '__proto__', 'constructor', 'K1', 'k1~SM4'])(
    'when it names the key %o',
    async (other) => {
      const both = boxOf([first, second], 'k1', cryptography)
      await expectRefused(withPart(text, 'keyId', other))
      await expectRefused(withPart(text, 'keyId', other), place, both)
    },
  )

  it('when it names another key, though that is the same one under another id', async () => {
    const renamed = boxOf([{ id: 'k9', key: first.key }], 'k9', cryptography)
    await expectRefused(withPart(text, 'keyId', keyId.replace('k1', 'k9')), place, renamed)
  })

  it('when bytes move from one part to the next', async () => {
    for (const [one, next] of [
      ['wrappedKey', 'nonce'],
      ['nonce', 'ciphertext'],
      ['ciphertext', 'tag'],
    ] as const) {
      const [before, after] = [bytesOf(text, one), bytesOf(text, next)]
      const both = Buffer.concat([before, after])
      for (let size = 0; size <= both.length; size += 1)
        if (size !== before.length)
          await expectRefused(
            withPart(withPart(text, one, both.subarray(0, size)), next, both.subarray(size)),
          )
    }
  })

  it('when it names its key by the other cryptography, or the other algorithm', async () => {
    const [otherId, other] = keyId === 'k1' ? ['k1~sm4', 'sm4-ctr-hmac-sm3'] : ['k1', 'aes-256-gcm']
    await expectRefused(withPart(text, 'keyId', otherId))
    await expectRefused(withPart(text, 'algorithm', other))
    await expectRefused(withPart(withPart(text, 'algorithm', other), 'keyId', otherId))
  })

  it.each(['aes-128-gcm', 'sm4-ctr', 'sm4-gcm', 'none', '', '__proto__', 'constructor', 'hmac-sm3'])(
    'when it names the algorithm %o',
    async (other) => expectRefused(withPart(text, 'algorithm', other)),
  )

  it.each(['v0', 'v2', 'V1', 'v', '', '1', 'v1 '])('when it names the version %o', async (other) =>
    expectRefused(withPart(text, 'version', other)),
  )

  it('as a text of another form', async () => {
    const bare = `v1.${algorithm}.${keyId}`
    for (const other of [
      '',
      '.',
      '......',
      'v1',
      'v1......',
      bare,
      `${bare}....`,
      `${text}.`,
      `${text}.AAAA`,
      canary,
    ])
      await expectRefused(other)
    await expectRefused(text.split('.').slice(0, -1).join('.'))
    await expectRefused(`${text}\n`)
    await expectRefused(text.toUpperCase())
  })
})

describe('a text sealed with a tag of less than 16 bytes', () => {
  it.each([4, 8, 12, 13, 14, 15])('stays shut: %i', async (authTagLength) => {
    const box = boxOf([first], 'k1')
    const text = await seal(box)
    const wrapping = Buffer.from(hkdfSync('sha256', first.key, '', 'keepsake key encryption v1', 32))
    const unwrapping = createDecipheriv('id-aes256-wrap', wrapping, Buffer.alloc(8, 0xa6))
    const dataKey = unwrapping.update(bytesOf(text, 'wrappedKey'))
    const cipher = createCipheriv('aes-256-gcm', dataKey, bytesOf(text, 'nonce'), { authTagLength })
    cipher.setAAD(Buffer.from('["v1","aes-256-gcm","k1","pool","user","otp_secret","authenticator"]'))
    // All is as it was but the length of the tag.
    expect(cipher.update(canary)).toStrictEqual(bytesOf(text, 'ciphertext'))
    cipher.final()
    const opened = await open(box, withPart(text, 'tag', cipher.getAuthTag()))
    expect(opened._unsafeUnwrapErr()).toMatchObject({ kind: 'unavailable', part: 'secret-box' })
  })
})
