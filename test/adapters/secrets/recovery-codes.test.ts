import { inspect } from 'node:util'
import {
  openRecoveryCodeHasher,
  type Cryptography,
  type SealingKey,
} from '@keepsake/adapters/secrets/recovery-codes'
import { recoveryCodeHash, type RecoveryCode, type RecoveryCodeHasher } from '@keepsake/domain'
import { parseRecoveryCode } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { cryptographies, first, second } from './sealed-texts.ts'
import { refusedFor } from '../../builders/refusal.ts'

const hasherOf = (
  keys: readonly SealingKey[],
  current: string,
  cryptography?: Cryptography,
): RecoveryCodeHasher => openRecoveryCodeHasher({ keys, current }, cryptography)

const code = (text: string): RecoveryCode => parseRecoveryCode(text)._unsafeUnwrap()
const example = code('b471-8ec0-874a-087f-bccb-cd54')
const shut = { kind: 'unavailable', part: 'secret-box' }

describe.each(cryptographies)('the hash of a recovery code by %s cryptography', (cryptography) => {
  const hasher = hasherOf([first], 'k1', cryptography)
  const hash = async (of = example, by = hasher): Promise<string> => (await by.hash(of))._unsafeUnwrap()
  const matches = async (text: string, of = example, by = hasher) => by.matches(of, recoveryCodeHash(text))

  it('matches its code in any spelling, and no other code', async () => {
    const kept = await hash()
    expect((await matches(kept, code('B4718EC0 874A087F BCCBCD54')))._unsafeUnwrap()).toBe(true)
    expect((await matches(kept, code('b471-8ec0-874a-087f-bccb-cd55')))._unsafeUnwrap()).toBe(false)
    expect((await matches(kept, code('b471-8ec0-874a-087f-bccb-cd5')))._unsafeUnwrap()).toBe(false)
  })

  it('is keyed anew each time: one code never hashes to the same text twice', async () => {
    const kept = await Promise.all(Array.from({ length: 1000 }, () => hash()))
    for (const part of [3, 4]) expect(new Set(kept.map((each) => each.split('.')[part])).size).toBe(1000)
  })

  it('never answers right when any one character of it is changed or taken out', async () => {
    const kept = await hash()
    for (let at = 0; at < kept.length; at += 1)
      for (const other of ['', 'A', 'Q', '_', '~', '.', '=']) {
        if (other === kept[at]) continue
        const answer = await matches(kept.slice(0, at) + other + kept.slice(at + 1))
        expect(answer.unwrapOr(false)).toBe(false)
      }
  })

  it('does not match when its MAC is cut: then nothing is known', async () => {
    const parts = (await hash()).split('.')
    for (let size = 0; size < 32; size += 1) {
      const mac = Buffer.from(parts[4]!, 'base64url').subarray(0, size).toString('base64url')
      expect((await matches(parts.with(4, mac).join('.')))._unsafeUnwrapErr()).toMatchObject(shut)
    }
  })

  it('does not match with a part more', async () => {
    expect((await matches(`${await hash()}.AAAA`))._unsafeUnwrapErr()).toMatchObject(shut)
  })

  it('matches under the other cryptography too', async () => {
    for (const other of cryptographies) {
      const by = hasherOf([first], 'k1', other)
      expect((await matches(await hash(), example, by))._unsafeUnwrap()).toBe(true)
    }
  })

  it('matches after a rotation, until its key is taken away: then nothing is known, rather than wrong', async () => {
    const kept = await hash()
    const both = hasherOf([first, second], 'k2', cryptography)
    expect((await matches(kept, example, both))._unsafeUnwrap()).toBe(true)
    expect((await hash(example, both)).split('.')[2]).toMatch(/^k2(~sm4)?$/u)
    const without = hasherOf([second], 'k2', cryptography)
    expect((await matches(kept, example, without))._unsafeUnwrapErr()).toMatchObject(shut)
  })

  it('comes under a new key without the code, and then needs the old key no more', async () => {
    const kept = recoveryCodeHash(await hash())
    const both = hasherOf([first, second], 'k2', cryptography)
    const renewed = (await both.rewrap(kept))._unsafeUnwrap()
    expect([kept, renewed].map(both.isCurrent)).toStrictEqual([false, true])
    const without = hasherOf([second], 'k2', cryptography)
    expect((await matches(renewed, example, without))._unsafeUnwrap()).toBe(true)
    expect((await matches(renewed, code('b471-8ec0-874a-087f-bccb-cd55'), without))._unsafeUnwrap()).toBe(
      false,
    )
    expect((await without.rewrap(kept))._unsafeUnwrapErr()).toMatchObject(shut)
  })

  it('is not readable by another key that bears its id', async () => {
    const other = hasherOf([{ id: 'k1', key: second.key }], 'k1', cryptography)
    expect((await matches(await hash(), example, other))._unsafeUnwrapErr()).toMatchObject(shut)
  })

  it.each([
    '',
    'v1',
    'v1.k1..',
    'v1.hmac-sha256.k1.AAAA.AAAA',
    'b4718ec0874a087fbccbcd54',
    'v1.constructor.k1.AA.AA',
  ])('is no such text as %o', async (text) => {
    expect((await matches(text))._unsafeUnwrapErr()).toMatchObject(shut)
    expect((await hasher.rewrap(recoveryCodeHash(text)))._unsafeUnwrapErr()).toMatchObject(shut)
    expect(hasherOf([second], 'k2').isCurrent(recoveryCodeHash(text))).toBe(false)
  })

  it('shows neither key nor code', async () => {
    const answers = [hasher, await hash(), await matches(await hash()), await matches('v1')]
    const shown = answers
      .map((each) => inspect(each, { depth: 9, showHidden: true }) + JSON.stringify(each))
      .join()
    for (const secret of [Buffer.from(first.key), Buffer.from(example.reveal())])
      for (const encoding of ['hex', 'base64', 'base64url', 'latin1'] as const)
        expect(shown).not.toContain(secret.toString(encoding))
  })
})

describe('a switch of cryptography', () => {
  it('wraps the keys of hashes anew, and leaves their algorithm', async () => {
    const [before, after] = cryptographies.map((each) => hasherOf([first], 'k1', each)) as [
      RecoveryCodeHasher,
      RecoveryCodeHasher,
    ]
    const kept = (await before.hash(example))._unsafeUnwrap()
    expect(after.isCurrent(kept)).toBe(false)
    const renewed = (await after.rewrap(kept))._unsafeUnwrap()
    expect(renewed).toMatch(/^v1\.hmac-sha256\.k1~sm4\./u)
    expect(after.isCurrent(renewed)).toBe(true)
    expect((await after.matches(example, renewed))._unsafeUnwrap()).toBe(true)
  })
})

describe('a hasher of recovery codes', () => {
  it('cannot be opened without a current key', async () => {
    expect(await refusedFor(() => openRecoveryCodeHasher({ keys: [first], current: 'k2' }))).toEqual([
      'current sealing_key.current_unknown',
    ])
  })
})
