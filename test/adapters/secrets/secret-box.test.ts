import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import { openSecretBox, parseSealingKey, type SealingKey } from '@keepsake/adapters/secrets/secret-box'
import { conceal, sealed, userId, userPoolId, type SealPlace, type SecretBox } from '@keepsake/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const first: SealingKey = { id: 'k1', key: randomBytes(32) }
const second: SealingKey = { id: 'k2', key: randomBytes(32) }
const boxOf = (keys: readonly SealingKey[], current: string): SecretBox =>
  openSecretBox({ keys, current })._unsafeUnwrap()

const box = boxOf([first], 'k1')
const owner = { pool: userPoolId('pool'), user: userId('user') }
const place: SealPlace = { ...owner, field: 'otp_secret', record: 'authenticator' }
const canary = 'CANARY-HZ2F6J3AGNAVSOTV'

/** The parts of a sealed text by name. */
const part = { version: 0, algorithm: 1, keyId: 2, wrappedKey: 3, nonce: 4, ciphertext: 5, tag: 6 } as const
const bytesOf = (text: string, which: keyof typeof part): Buffer =>
  Buffer.from(text.split('.')[part[which]]!, 'base64url')
const withPart = (text: string, which: keyof typeof part, bytes: Uint8Array | string): string =>
  text
    .split('.')
    .with(part[which], typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('base64url'))
    .join('.')

const seal = async (text = canary, where: SealPlace = place, into = box): Promise<string> =>
  (await into.seal(conceal(text), where))._unsafeUnwrap()
const opens = async (text: string, where: SealPlace = place, from = box) => from.open(sealed(text), where)

/** A sealed text's form, with nothing in it. */
const rest = 'aes-256-gcm.k1.AAAA.AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA'

/** Every refusal is this one, whatever was wrong. */
const refusal = (await opens('no such text'))._unsafeUnwrapErr()
const expectRefused = async (text: string, where: SealPlace = place, from = box): Promise<void> => {
  const error = (await opens(text, where, from))._unsafeUnwrapErr()
  expect(error).toStrictEqual(refusal)
  expect(inspect(error, { depth: 9 })).not.toContain(canary)
}

/** By hand, as RFC 5869 and RFC 3394 have it. */
const unwrap = (text: string, key = first.key): Buffer => {
  const wrapping = Buffer.from(hkdfSync('sha256', key, '', 'keepsake key encryption v1', 32))
  const decipher = createDecipheriv('id-aes256-wrap', wrapping, Buffer.alloc(8, 0xa6))
  const [mark, ...wrapped] = bytesOf(text, 'wrappedKey')
  expect(mark).toBe(1)
  return Buffer.concat([decipher.update(Buffer.from(wrapped)), decipher.final()])
}

const associatedData = Buffer.from('["v1","aes-256-gcm","k1","pool","user","otp_secret","authenticator"]')

describe('a sealed text', () => {
  it('opens in its place as what was sealed, whatever the text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        expect((await opens(await seal(text)))._unsafeUnwrap().reveal()).toBe(text)
      }),
    )
  })

  it('names its form, algorithm and key, then wrapped key, nonce, ciphertext and tag in base64url', async () => {
    expect(await seal()).toMatch(/^v1\.aes-256-gcm\.k1\.[\w-]{55}\.[\w-]{16}\.[\w-]{31}\.[\w-]{22}$/u)
    expect(await seal()).not.toContain(Buffer.from(canary).toString('base64url'))
  })

  it('is AES-256-GCM under a key wrapped by AES, as node:crypto and every other library has them', async () => {
    const text = await seal()
    const decipher = createDecipheriv('aes-256-gcm', unwrap(text), bytesOf(text, 'nonce'))
    decipher.setAAD(associatedData).setAuthTag(bytesOf(text, 'tag'))
    const opened = decipher.update(bytesOf(text, 'ciphertext'), undefined, 'utf8') + decipher.final('utf8')
    expect(opened).toBe(canary)
  })

  it('is another one each time, in wrapped key, nonce, ciphertext and tag', async () => {
    const texts = await Promise.all(Array.from({ length: 5000 }, () => seal()))
    for (const which of ['wrappedKey', 'nonce', 'ciphertext', 'tag'] as const)
      expect(new Set(texts.map((text) => bytesOf(text, which).toString('hex'))).size).toBe(5000)
    expect(new Set(texts.map((text) => unwrap(text).toString('hex'))).size).toBe(5000)
  })

  it('holds no text that UTF-8 would change', async () => {
    expect((await box.seal(conceal('\ud800'), place)).isErr()).toBe(true)
  })

  it('stays shut when any one character of it is changed, added or taken out', async () => {
    const text = await seal()
    for (let at = 0; at < text.length; at += 1) {
      for (const other of ['A', 'B', 'Q', '_', '.', '=', ' ', '\u0000'])
        if (other !== text[at]) await expectRefused(text.slice(0, at) + other + text.slice(at + 1))
      await expectRefused(text.slice(0, at) + text.slice(at + 1))
      await expectRefused(`${text.slice(0, at)}A${text.slice(at)}`)
    }
  })

  it('stays shut when any one bit of wrapped key, nonce, ciphertext or tag is turned', async () => {
    const text = await seal()
    for (const which of ['wrappedKey', 'nonce', 'ciphertext', 'tag'] as const)
      for (let bit = 0; bit < bytesOf(text, which).length * 8; bit += 1) {
        const bytes = bytesOf(text, which)
        bytes[bit >> 3]! ^= 1 << (bit & 7)
        await expectRefused(withPart(text, which, bytes))
      }
  })

  it.each(['wrappedKey', 'nonce', 'ciphertext', 'tag'] as const)(
    'stays shut when its %s is cut to any length, or grows',
    async (which) => {
      const text = await seal()
      const bytes = bytesOf(text, which)
      for (let size = 0; size < bytes.length; size += 1)
        await expectRefused(withPart(text, which, bytes.subarray(0, size)))
      await expectRefused(withPart(text, which, Buffer.concat([bytes, Buffer.alloc(1)])))
      await expectRefused(withPart(text, which, Buffer.concat([bytes, bytes])))
    },
  )

  it.each([4, 8, 12])('stays shut when it was made with a tag of %i bytes', async (authTagLength) => {
    const text = await seal()
    const cipher = createCipheriv('aes-256-gcm', unwrap(text), bytesOf(text, 'nonce'), { authTagLength })
    cipher.setAAD(associatedData)
    const ciphertext = Buffer.concat([cipher.update(canary), cipher.final()])
    expect(ciphertext).toEqual(bytesOf(text, 'ciphertext'))
    await expectRefused(withPart(text, 'tag', cipher.getAuthTag()))
  })

  it.each<SealPlace>([
    { ...place, pool: userPoolId('pool2') },
    { ...place, user: userId('user2') },
    { ...place, record: 'another' },
    { ...place, record: '' },
    { ...place, field: 'notice_secret' },
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
  ])('stays shut in another place: $pool $user $field $record', async (elsewhere) => {
    await expectRefused(await seal(), elsewhere)
    await expectRefused(await seal(canary, elsewhere), place)
  })

  it('of a user is none of a record without a name', async () => {
    const ofUser: SealPlace = { ...owner, field: 'password_reset' }
    await expectRefused(await seal(canary, ofUser), { ...owner, field: 'otp_secret', record: '' })
    await expectRefused(await seal(canary, ofUser), { ...owner, field: 'otp_secret', record: 'null' })
  })

  it('stays shut when its parts come from two sealed texts', async () => {
    const [one, two] = [(await seal('one')).split('.'), (await seal('two')).split('.')]
    const taken = [part.wrappedKey, part.nonce, part.ciphertext, part.tag]
    // Every choice of parts but none and all.
    for (let choice = 1; choice < 2 ** taken.length - 1; choice += 1) {
      const mixed = one.map((text, at) => (choice & (1 << taken.indexOf(at as 3)) ? two[at]! : text))
      await expectRefused(mixed.join('.'))
    }
  })

  it.each([
    '',
    '.',
    '......',
    'v1',
    'v1......',
    'v1.aes-256-gcm.k1....',
    `v2.${rest}`,
    `v1.${rest}.AAAA`,
    `v1.${rest.replace('aes-256', 'aes-128')}`,
    `v1.${rest.replace('k1', 'k2')}`,
    `v1.${rest.replace('k1', '__proto__')}`,
    `v1.${rest.replace('aes-256-gcm', 'constructor')}`,
    canary,
  ])('is no such text as %o', async (text) => {
    await expectRefused(text)
  })
})

describe('rotation of sealing keys', () => {
  it('opens what an earlier key sealed, and seals with the new one', async () => {
    const old = await seal()
    const both = boxOf([first, second], 'k2')
    expect((await opens(old, place, both))._unsafeUnwrap().reveal()).toBe(canary)
    const renewed = await seal(canary, place, both)
    expect(renewed.startsWith('v1.aes-256-gcm.k2.')).toBe(true)
    expect((await opens(renewed, place, both))._unsafeUnwrap().reveal()).toBe(canary)
    await expectRefused(renewed, place, box)
  })

  it('shuts what a key sealed that is gone, and what names another key than its own', async () => {
    const old = await seal()
    await expectRefused(old, place, boxOf([second], 'k2'))
    await expectRefused(old.replace('.k1.', '.k2.'), place, boxOf([first, second], 'k2'))
    await expectRefused(old, place, boxOf([{ id: 'k1', key: second.key }], 'k1'))
    const renamed = boxOf([{ id: 'k9', key: first.key }], 'k9')
    await expectRefused(old.replace('.k1.', '.k9.'), place, renamed)
  })
})

describe('a secret box', () => {
  it.each([
    [
      { keys: [], current: 'k1' },
      { kind: 'current-key-unknown', id: 'k1' },
    ],
    [
      { keys: [first], current: 'k2' },
      { kind: 'current-key-unknown', id: 'k2' },
    ],
    [
      { keys: [first, first], current: 'k1' },
      { kind: 'key-id-repeated', id: 'k1' },
    ],
    [{ keys: [{ id: 'k.1', key: first.key }], current: 'k.1' }, { kind: 'key-id-malformed' }],
    [{ keys: [{ id: '', key: first.key }], current: '' }, { kind: 'key-id-malformed' }],
    [
      { keys: [{ id: 'k1', key: randomBytes(16) }], current: 'k1' },
      { kind: 'key-not-32-bytes', id: 'k1' },
    ],
    [
      { keys: [{ id: 'k1', key: randomBytes(33) }], current: 'k1' },
      { kind: 'key-not-32-bytes', id: 'k1' },
    ],
  ])('does not open with unfit keys (%#)', (keys, problem) => {
    expect(openSecretBox(keys)._unsafeUnwrapErr()).toStrictEqual(problem)
  })

  it('shows its keys to nobody who prints it', () => {
    const shown = inspect(box, { depth: 9, showHidden: true }) + JSON.stringify(box)
    for (const encoding of ['hex', 'base64', 'latin1'] as const)
      expect(shown).not.toContain(Buffer.from(first.key).toString(encoding))
  })
})

describe('a sealing key in configuration', () => {
  const text = Buffer.from(first.key).toString('base64')

  it('is base64 of 32 bytes, as openssl prints it', () => {
    expect(Buffer.from(parseSealingKey(`${text}\n`)._unsafeUnwrap())).toStrictEqual(Buffer.from(first.key))
  })

  it.each([
    '',
    'change me',
    text.slice(1),
    text.slice(0, -1),
    `${text}${text}`,
    Buffer.from(first.key).toString('hex'),
    randomBytes(31).toString('base64'),
    randomBytes(33).toString('base64'),
    `${'A'.repeat(42)}B=`,
    `*${text.slice(1)}`,
  ])('is nothing else (%#), and the refusal does not repeat it', (other) => {
    expect(parseSealingKey(other)._unsafeUnwrapErr()).toStrictEqual({ kind: 'key-not-base64-of-32-bytes' })
  })
})
