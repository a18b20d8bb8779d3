import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
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
const place: SealPlace = { pool: userPoolId('pool'), user: userId('user'), field: 'otp_secret' }
const canary = 'CANARY-HZ2F6J3AGNAVSOTV'

const seal = async (text = canary, where = place, into = box): Promise<string> =>
  (await into.seal(conceal(text), where))._unsafeUnwrap()
const opens = async (text: string, where = place, from = box) => from.open(sealed(text), where)

/** Every refusal is this one, whatever was wrong. */
const refusal = (await opens('v1.k1.x.y.z'))._unsafeUnwrapErr()
const expectRefused = async (text: string, where = place, from = box): Promise<void> => {
  const error = (await opens(text, where, from))._unsafeUnwrapErr()
  expect(error).toStrictEqual(refusal)
  expect(inspect(error, { depth: 9 })).not.toContain(canary)
}

describe('a sealed text', () => {
  it('opens in its place as what was sealed, whatever the text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        expect((await opens(await seal(text)))._unsafeUnwrap().reveal()).toBe(text)
      }),
    )
  })

  it('names its version and key, then nonce, ciphertext and tag in base64url', async () => {
    expect(await seal()).toMatch(/^v1\.k1\.[\w-]{16}\.[\w-]{31}\.[\w-]{22}$/u)
    expect(await seal()).not.toContain(Buffer.from(canary).toString('base64url'))
  })

  it('is AES-256-GCM as node:crypto and every other library has it', async () => {
    const [, , nonce, ciphertext, tag] = (await seal())
      .split('.')
      .map((part) => Buffer.from(part, 'base64url'))
    const decipher = createDecipheriv('aes-256-gcm', first.key, nonce!)
    decipher.setAAD(Buffer.from('["v1","pool","user","otp_secret","k1"]')).setAuthTag(tag!)
    expect(decipher.update(ciphertext!, undefined, 'utf8') + decipher.final('utf8')).toBe(canary)
  })

  it('is another one each time, and no nonce comes twice', async () => {
    const nonces = await Promise.all(Array.from({ length: 5000 }, async () => (await seal()).split('.')[2]))
    expect(new Set(nonces).size).toBe(5000)
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

  it('stays shut when any one bit of nonce, ciphertext or tag is turned', async () => {
    const parts = (await seal()).split('.')
    for (const part of [2, 3, 4])
      for (let bit = 0; bit < Buffer.from(parts[part]!, 'base64url').length * 8; bit += 1) {
        const bytes = Buffer.from(parts[part]!, 'base64url')
        bytes[bit >> 3]! ^= 1 << (bit & 7)
        await expectRefused(parts.with(part, bytes.toString('base64url')).join('.'))
      }
  })

  it.each([0, 4, 8, 12, 13, 14, 15])('stays shut when its tag is cut to %i bytes', async (size) => {
    const parts = (await seal()).split('.')
    const tag = Buffer.from(parts[4]!, 'base64url').subarray(0, size)
    await expectRefused(parts.with(4, tag.toString('base64url')).join('.'))
  })

  it.each([4, 8, 12])('stays shut when it was made with a tag of %i bytes', async (authTagLength) => {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', first.key, nonce, { authTagLength })
    cipher.setAAD(Buffer.from('["v1","pool","user","otp_secret","k1"]'))
    const ciphertext = Buffer.concat([cipher.update(canary), cipher.final()])
    const parts = [nonce, ciphertext, cipher.getAuthTag()].map((bytes) => bytes.toString('base64url'))
    await expectRefused(['v1', 'k1', ...parts].join('.'))
  })

  it.each([
    { ...place, pool: userPoolId('pool2') },
    { ...place, user: userId('user2') },
    { ...place, field: 'notice_secret' as const },
    { ...place, pool: userPoolId('pool","user'), user: userId('') },
    { ...place, pool: userPoolId('pooluser'), user: userId('') },
    { ...place, pool: userPoolId(''), user: userId('pooluser') },
    { ...place, pool: userPoolId('user'), user: userId('pool') },
    { ...place, pool: userPoolId('Pool') },
  ])('stays shut in another place: $pool $user $field', async (elsewhere) => {
    await expectRefused(await seal(), elsewhere)
    await expectRefused(await seal(canary, elsewhere), place)
  })

  it('stays shut when its parts come from two sealed texts', async () => {
    const [one, two] = [(await seal('one')).split('.'), (await seal('two')).split('.')]
    for (const part of [2, 3, 4]) await expectRefused(one.with(part, two[part]!).join('.'))
  })

  it.each([
    '',
    '.',
    '....',
    'v1',
    'v1....',
    'v1.k1...',
    'v2.k1.AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA',
    'v1.__proto__.AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA',
    'v1.k1.AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA.AAAA',
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
    expect(renewed.startsWith('v1.k2.')).toBe(true)
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
