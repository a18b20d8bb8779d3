import { setImmediate as tick } from 'node:timers/promises'
import {
  openArgon2Hasher,
  type Argon2Engine,
  type Argon2Task,
  type Argon2Variant,
} from '@keepsake/adapters/password/argon2'
import { nodeRsArgon2 } from '@keepsake/adapters/password/node-rs-argon2'
import { openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import type { PlainPassword } from '@keepsake/domain'
import { parsePlainPassword } from '@keepsake/domain/rules'
import * as nodeRs from '@node-rs/argon2'
import argon2 from 'argon2'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nodeArgon2 } from '../../../packages/adapters/src/password/node-argon2.ts'
import { openTurns } from '../../../packages/adapters/src/password/turns.ts'
import { families, hashVectors } from './vectors.ts'

const engines: readonly (readonly [name: string, engine: Argon2Engine])[] = [
  ['argon2', nodeArgon2],
  ['@node-rs/argon2', nodeRsArgon2],
]

const plain = (text: string): PlainPassword => parsePlainPassword(text)._unsafeUnwrap()
const cheap = { memory: 64, passes: 1 }

/** Hashes of argon2 in every spelling: PHC strings, those of Django, Keycloak and Auth0, and wrapped digests. */
const vectors = families.flatMap(hashVectors).filter(({ encoded }) => encoded.includes('argon2'))

/** An engine that counts how many of its hashes are computed at once. */
const counting = (engine: Argon2Engine) => {
  const count = { running: 0, most: 0, all: 0 }
  const counted: Argon2Engine = async (password, task) => {
    count.running += 1
    count.all += 1
    count.most = Math.max(count.most, count.running)
    const digest = await engine(password, task)
    count.running -= 1
    return digest
  }
  return { count, counted }
}

describe.each(engines)('the argon2 engine %s', async (_, engine) => {
  const verifier = await openPasswordVerifier({ argon2Engine: engine })

  it('verifies what other systems made, of every variant, version and spelling', async () => {
    expect(new Set(vectors.map(({ format }) => format))).toEqual(
      new Set([
        'argon2id',
        'argon2i',
        'argon2d',
        'django-argon2',
        'argon2id-over',
        'keycloak',
        'auth0',
        'gitea',
        'clerk',
        'stytch',
      ]),
    )
    for (const { password, encoded, format } of vectors) {
      const hash = verifier.recognise(encoded, format)._unsafeUnwrap()
      expect((await verifier.verify(password, hash))._unsafeUnwrap()).toMatch(/^(?:right|outdated)$/u)
      expect((await verifier.verify(`${password}.`, hash))._unsafeUnwrap()).toBe('wrong')
    }
  })

  it('writes what every other engine and library verifies', async () => {
    const hash = (
      await (await openArgon2Hasher({ ...cheap, engine })).hash(plain('pässwörd-密码'))
    )._unsafeUnwrap()
    expect(hash.encoded).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/u)
    expect(await argon2.verify(hash.encoded, 'pässwörd-密码')).toBe(true)
    expect(await nodeRs.verify(hash.encoded, 'pässwörd-密码')).toBe(true)
    for (const [, argon2Engine] of engines) {
      const reader = await openPasswordVerifier({ argon2Engine, current: { ...cheap, parallelism: 1 } })
      expect((await reader.verify('pässwörd-密码', hash))._unsafeUnwrap()).toBe('right')
      expect((await reader.verify('pässwörd-密碼', hash))._unsafeUnwrap()).toBe('wrong')
    }
  })

  it('computes whatever it is asked for, once for each hash that is written or checked', async () => {
    const { count, counted } = counting(engine)
    const reader = await openPasswordVerifier({ argon2Engine: counted })
    const hash = (
      await (await openArgon2Hasher({ ...cheap, engine: counted })).hash(plain('p'))
    )._unsafeUnwrap()
    expect(count.all).toBe(1)
    for (const { encoded, format } of vectors.slice(0, 20)) await reader.verify('p', { encoded, format })
    await reader.verify('p', hash)
    expect(count.all).toBe(22)
  })

  it('never has more running than its turns allow, hashers and verifiers together', async () => {
    const { count, counted } = counting(engine)
    const turns = openTurns({ atOnce: 2 })
    const hasher = await openArgon2Hasher({ ...cheap, engine: counted, turns })
    const reader = await openPasswordVerifier({ argon2Engine: counted, turns })
    const hash = (await hasher.hash(plain('p')))._unsafeUnwrap()
    await Promise.all(
      Array.from({ length: 20 }, () => [hasher.hash(plain('p')), reader.verify('p', hash)]).flat(),
    )
    expect(count).toStrictEqual({ running: 0, most: 2, all: 41 })
  })

  it('leaves the event loop free', async () => {
    const hasher = await openArgon2Hasher({ engine })
    const state = { over: false }
    const hashed = Promise.all(Array.from({ length: 6 }, () => hasher.hash(plain('p')))).then(
      () => (state.over = true),
    )
    let ticks = 0
    while (!state.over) {
      await tick()
      ticks += 1
    }
    await hashed
    // On the event loop itself there would be about one tick between two hashes.
    expect(ticks).toBeGreaterThan(100)
  })
})

describe('the argon2 engines', () => {
  const task: fc.Arbitrary<Argon2Task> = fc
    .record({
      variant: fc.constantFrom<Argon2Variant>('argon2id', 'argon2i', 'argon2d'),
      version: fc.constantFrom<16 | 19>(16, 19),
      memory: fc.integer({ min: 8, max: 256 }),
      passes: fc.integer({ min: 1, max: 4 }),
      parallelism: fc.integer({ min: 1, max: 16 }),
      salt: fc.uint8Array({ minLength: 8, maxLength: 128 }).map((bytes) => Buffer.from(bytes)),
      digestBytes: fc.integer({ min: 16, max: 128 }),
    })
    .map((given) => ({ ...given, memory: Math.max(given.memory, 8 * given.parallelism) }))

  it('agree on every password and every hash that we read', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 256 }), task, async (bytes, given) => {
        const [one, other] = await Promise.all(engines.map(([, engine]) => engine(Buffer.from(bytes), given)))
        expect(one).toHaveLength(given.digestBytes)
        expect(one!.equals(other!)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})

describe('an argon2 engine that fails', () => {
  it('makes the hasher and the verifier unavailable, and no password right', async () => {
    const cause = new Error('no memory')
    const broken: Argon2Engine = () => Promise.reject(cause)
    const failure = { kind: 'unavailable', part: 'password-hasher', cause }
    const written = await (await openArgon2Hasher({ engine: broken })).hash(plain('p'))
    expect(written._unsafeUnwrapErr()).toStrictEqual(failure)
    const { password, encoded, format } = vectors[0]!
    const verified = await (
      await openPasswordVerifier({ argon2Engine: broken })
    ).verify(password, {
      encoded,
      format,
    })
    expect(verified._unsafeUnwrapErr()).toStrictEqual(failure)
  })
})
