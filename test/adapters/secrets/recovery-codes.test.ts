import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { openRecoveryCodeHasher, type SealingKey } from '@keepsake/adapters/secrets/recovery-codes'
import { parseRecoveryCode, recoveryCodeHash, type RecoveryCode } from '@keepsake/domain'
import { describe, expect, it } from 'vitest'

const first: SealingKey = { id: 'k1', key: randomBytes(32) }
const second: SealingKey = { id: 'k2', key: randomBytes(32) }
const hasherOf = (keys: readonly SealingKey[], current: string) =>
  openRecoveryCodeHasher({ keys, current })._unsafeUnwrap()

const hasher = hasherOf([first], 'k1')
const code = (text: string): RecoveryCode => parseRecoveryCode(text)._unsafeUnwrap()
const example = code('b471-8ec0-874a-087f-bccb-cd54')
const hash = async (of = example, by = hasher): Promise<string> => (await by.hash(of))._unsafeUnwrap()
const matches = async (text: string, of = example, by = hasher) => by.matches(of, recoveryCodeHash(text))

describe('the hash of a recovery code', () => {
  it('matches its code in any spelling, and no other code', async () => {
    const kept = await hash()
    expect((await matches(kept, code('B4718EC0 874A087F BCCBCD54')))._unsafeUnwrap()).toBe(true)
    expect((await matches(kept, code('b471-8ec0-874a-087f-bccb-cd55')))._unsafeUnwrap()).toBe(false)
    expect((await matches(kept, code('b471-8ec0-874a-087f-bccb-cd5')))._unsafeUnwrap()).toBe(false)
  })

  it('is salted: one code never hashes to the same text twice', async () => {
    const kept = await Promise.all(Array.from({ length: 1000 }, () => hash()))
    expect(new Set(kept.map((each) => each.split('.')[2])).size).toBe(1000)
    expect(new Set(kept.map((each) => each.split('.')[3])).size).toBe(1000)
  })

  it('is HMAC-SHA-256 under a key that HKDF derives from the sealing key', async () => {
    const [, , salt, mac] = (await hash()).split('.')
    const key = Buffer.from(hkdfSync('sha256', first.key, '', 'keepsake recovery code v1', 32))
    const expected = createHmac('sha256', key)
      .update(Buffer.concat([Buffer.from(salt!, 'base64url'), Buffer.from('b4718ec0874a087fbccbcd54')]))
      .digest('base64url')
    expect(mac).toBe(expected)
  })

  it('never answers right when any one character of it is changed or taken out', async () => {
    const kept = await hash()
    for (let at = 0; at < kept.length; at += 1)
      for (const other of ['', 'A', 'Q', '_', '.', '=']) {
        if (other === kept[at]) continue
        const answer = await matches(kept.slice(0, at) + other + kept.slice(at + 1))
        expect(answer.unwrapOr(false)).toBe(false)
      }
  })

  it('matches after a rotation, until its key is taken away: then nothing is known, rather than wrong', async () => {
    const kept = await hash()
    const both = hasherOf([first, second], 'k2')
    expect((await matches(kept, example, both))._unsafeUnwrap()).toBe(true)
    expect((await hash(example, both)).startsWith('v1.k2.')).toBe(true)
    expect((await matches(kept, example, hasherOf([second], 'k2')))._unsafeUnwrapErr()).toMatchObject({
      kind: 'unavailable',
      part: 'secret-box',
    })
  })

  it('matches under no other key that bears its id', async () => {
    const other = hasherOf([{ id: 'k1', key: second.key }], 'k1')
    expect((await matches(await hash(), example, other))._unsafeUnwrap()).toBe(false)
  })

  it.each(['', 'v1', 'v1.k1..', 'v1.k1.AAAA.AAAA', 'b4718ec0874a087fbccbcd54', 'v1.constructor.AAAA.AAAA'])(
    'is no such text as %o',
    async (text) => {
      expect((await matches(text)).isErr()).toBe(true)
    },
  )

  it('cannot be made without a current key', () => {
    expect(openRecoveryCodeHasher({ keys: [first], current: 'k2' })._unsafeUnwrapErr()).toStrictEqual({
      kind: 'current-key-unknown',
      id: 'k2',
    })
  })
})
