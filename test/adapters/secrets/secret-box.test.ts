import { createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import { openSecretBox, parseSealingKey } from '@keepsake/adapters/secrets/secret-box'
import { conceal, sealed } from '@keepsake/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  binaryParts,
  boxOf,
  bytesOf,
  canary,
  cryptographies,
  first,
  open,
  place,
  seal,
  second,
} from './sealed-texts.ts'
import { refusalOf, refusedFor } from '../../builders/refusal.ts'

const box = boxOf([first], 'k1')
const shut = { kind: 'unavailable', part: 'secret-box' }

describe.each(cryptographies)('a text sealed by %s cryptography', (cryptography) => {
  const own = boxOf([first], 'k1', cryptography)

  it('opens in its place as what was sealed, whatever the text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        expect((await open(own, await seal(own, text)))._unsafeUnwrap().reveal()).toBe(text)
      }),
    )
  })

  it('opens in whatever place it was sealed for', async () => {
    const ids = fc.string({ unit: 'binary', maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(ids, ids, ids, async (pool, user, record) => {
        const there = { ...place, pool, user, record } as typeof place
        expect((await open(own, await seal(own, canary, there), there))._unsafeUnwrap().reveal()).toBe(canary)
      }),
    )
  })

  it('shows nothing of it', async () => {
    expect(await seal(own)).not.toContain(Buffer.from(canary).toString('base64url'))
  })

  it('is another one each time, in wrapped key, nonce, ciphertext and tag', async () => {
    const texts = await Promise.all(Array.from({ length: 5000 }, () => seal(own)))
    for (const part of binaryParts)
      expect(new Set(texts.map((text) => bytesOf(text, part).toString('hex'))).size).toBe(5000)
  })

  it('is none where UTF-8 would change it', async () => {
    expect((await own.seal(conceal('\ud800'), place))._unsafeUnwrapErr()).toMatchObject(shut)
  })

  it('opens under the other cryptography too, so that a switch is a rotation', async () => {
    for (const other of cryptographies)
      expect((await open(boxOf([first], 'k1', other), await seal(own)))._unsafeUnwrap().reveal()).toBe(canary)
  })
})

describe('the form of a sealed text', () => {
  it('names version, algorithm and key, then wrapped key, nonce, ciphertext and tag in base64url', async () => {
    expect(await seal(box)).toMatch(/^v1\.aes-256-gcm\.k1\.[\w-]{54}\.[\w-]{16}\.[\w-]{31}\.[\w-]{22}$/u)
    expect(await seal(boxOf([first], 'k1', 'shangmi'))).toMatch(
      /^v1\.sm4-ctr-hmac-sm3\.k1~sm4\.[\w-]{128}\.[\w-]{22}\.[\w-]{31}\.[\w-]{43}$/u,
    )
  })

  it('is AES-256-GCM under a key wrapped by AES, no two texts under one', async () => {
    const wrapping = Buffer.from(hkdfSync('sha256', first.key, '', 'keepsake key encryption v1', 32))
    const dataKeys = new Set<string>()
    for (let round = 0; round < 100; round += 1) {
      const text = await seal(box)
      const unwrapping = createDecipheriv('id-aes256-wrap', wrapping, Buffer.alloc(8, 0xa6))
      const dataKey = unwrapping.update(bytesOf(text, 'wrappedKey'))
      const decipher = createDecipheriv('aes-256-gcm', dataKey, bytesOf(text, 'nonce'))
      decipher.setAAD(Buffer.from('["v1","aes-256-gcm","k1","pool","user","otp_secret","authenticator"]'))
      decipher.setAuthTag(bytesOf(text, 'tag'))
      expect(decipher.update(bytesOf(text, 'ciphertext'), undefined, 'utf8') + decipher.final('utf8')).toBe(
        canary,
      )
      dataKeys.add(dataKey.toString('hex'))
    }
    expect(dataKeys.size).toBe(100)
  })
})

describe.each(cryptographies)('rotation of sealing keys, by %s cryptography', (cryptography) => {
  const old = boxOf([first], 'k1', cryptography)
  const both = boxOf([first, second], 'k2', cryptography)

  it('opens what an earlier key sealed, and seals with the new one', async () => {
    const before = await seal(old)
    expect((await open(both, before))._unsafeUnwrap().reveal()).toBe(canary)
    const after = await seal(both)
    expect(after.split('.')[2]).toMatch(/^k2(~sm4)?$/u)
    expect((await open(both, after))._unsafeUnwrap().reveal()).toBe(canary)
    expect((await open(old, after))._unsafeUnwrapErr()).toMatchObject(shut)
  })

  it('tells what is sealed by the current key from the rest', async () => {
    const [before, after] = [await seal(old), await seal(both)]
    expect([before, after].map((text) => both.isCurrent(sealed(text)))).toStrictEqual([false, true])
    expect([before, after].map((text) => old.isCurrent(sealed(text)))).toStrictEqual([true, false])
    for (const text of ['', 'v1', canary, before.replace('v1.', 'v2.')])
      expect(old.isCurrent(sealed(text))).toBe(false)
  })

  it('shuts what a key sealed that is gone, and what another key of its name sealed', async () => {
    const text = await seal(old)
    for (const without of [
      boxOf([second], 'k2', cryptography),
      boxOf([{ id: 'k1', key: second.key }], 'k1', cryptography),
      boxOf([{ id: 'k9', key: first.key }], 'k9', cryptography),
    ])
      expect((await open(without, text))._unsafeUnwrapErr()).toMatchObject(shut)
  })
})

describe('a switch of cryptography', () => {
  it('leaves nothing current that the former one sealed, whichever the key', async () => {
    const [before, after] = cryptographies.map((each) => boxOf([first], 'k1', each))
    const text = await seal(before!)
    expect(after!.isCurrent(sealed(text))).toBe(false)
    const renewed = await seal(after!, (await open(after!, text))._unsafeUnwrap().reveal())
    expect([after!, before!].map((each) => each.isCurrent(sealed(renewed)))).toStrictEqual([true, false])
    expect((await open(before!, renewed))._unsafeUnwrap().reveal()).toBe(canary)
  })
})

describe('a secret box', () => {
  const short = randomBytes(16)
  it.each([
    [{ keys: [], current: 'k1' }, ['current sealing_key.current_unknown']],
    [{ keys: [first], current: 'k2' }, ['current sealing_key.current_unknown']],
    [{ keys: [first, first], current: 'k1' }, ['keys.1.id sealing_key.id_repeated']],
    [{ keys: [{ id: 'k.1', key: first.key }], current: 'k.1' }, ['keys.0.id sealing_key.id_malformed']],
    [{ keys: [{ id: '', key: first.key }], current: '' }, ['keys.0.id sealing_key.id_malformed']],
    [{ keys: [{ id: 'k1', key: short }], current: 'k1' }, ['keys.0.key sealing_key.not_32_bytes']],
    [{ keys: [{ id: 'k1', key: randomBytes(33) }], current: 'k1' }, ['keys.0.key sealing_key.not_32_bytes']],
    [
      { keys: [{ id: 'a b', key: short }, first, { id: 'k1', key: short }], current: 'none' },
      [
        'keys.0.id sealing_key.id_malformed',
        'keys.0.key sealing_key.not_32_bytes',
        'keys.2.id sealing_key.id_repeated',
        'keys.2.key sealing_key.not_32_bytes',
        'current sealing_key.current_unknown',
      ],
    ],
  ])('does not open with unfit keys, and lists what is wrong with all (%#)', async (keys, issues) => {
    expect(await refusedFor(() => openSecretBox(keys))).toEqual(issues)
    const shown = inspect(await refusalOf(() => openSecretBox(keys)), { depth: 9 })
    for (const form of ['hex', 'base64'] as const) expect(shown).not.toContain(short.toString(form))
  })

  it.each(cryptographies)(
    'shows its keys to nobody who prints it or what it answers: %s',
    async (cryptography) => {
      const own = boxOf([first], 'k1', cryptography)
      const answers = [
        own,
        await own.seal(conceal(canary), place),
        await open(own, await seal(own)),
        await open(own, 'no such text'),
        await open(boxOf([second], 'k2', cryptography), await seal(own)),
        await own.seal(conceal('\ud800'), place),
      ]
      const shown = answers
        .map((answer) => inspect(answer, { depth: 9, showHidden: true }) + JSON.stringify(answer))
        .join()
      const derived = [
        hkdfSync('sha256', first.key, '', 'keepsake key encryption v1', 32),
        hkdfSync('sm3', first.key, '', 'keepsake key encryption v1', 48),
      ].map((key) => Buffer.from(key))
      for (const secret of [Buffer.from(first.key), ...derived, Buffer.from(canary)])
        for (const form of [
          secret.toString('hex'),
          secret.toString('base64'),
          secret.toString('latin1'),
          secret.join(', '),
        ])
          expect(shown).not.toContain(form)
    },
  )
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
