import { openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashFormats } from '../../../packages/adapters/src/password/formats/table.ts'
import { hashVectors, over72 } from './vectors.ts'

const verifier = await openPasswordVerifier()
const refusing = await openPasswordVerifier({ bcryptOver72: 'refuse' })
const vectors = [...hashVectors('argon2'), ...hashVectors('bcrypt')]

const recognised = (encoded: string) => verifier.recognise(encoded)._unsafeUnwrap()
const verdict = async (text: string, encoded: string, reader = verifier) =>
  (await reader.verify(text, recognised(encoded)))._unsafeUnwrap()

describe('a hash that another system made', () => {
  it.each(vectors.filter((vector) => !over72(vector)))(
    'verifies its password and no other: $encoded',
    async ({ password, encoded }) => {
      expect(await verdict(password, encoded, refusing)).toMatch(/^(?:right|outdated)$/u)
      expect(await verdict(`${password}.`, encoded, refusing)).toBe('wrong')
      expect(await verdict(password.slice(0, -1), encoded)).toBe('wrong')
    },
  )

  it('is recognised as the format that its own text names', () => {
    for (const { encoded } of vectors) {
      const named = encoded.split('$')[1]!
      expect(recognised(encoded)).toMatchObject({
        format: named.startsWith('2') ? 'bcrypt' : named,
        encoded,
      })
    }
  })

  it('is read by one row of the table alone', () => {
    for (const { encoded } of vectors)
      expect(
        hashFormats().filter(({ read, isDisguised }) => !isDisguised && read(encoded) !== undefined),
      ).toHaveLength(1)
  })

  it('verifies under no format but its own', async () => {
    const formats = hashFormats().flatMap(({ id, isDisguised }) => (isDisguised ? [] : [id]))
    for (const { encoded, password } of vectors.slice(0, 200)) {
      const own = recognised(encoded).format
      for (const format of formats.filter((each) => each !== own))
        expect((await verifier.verify(password, { format, encoded }))._unsafeUnwrap()).toBe('not-mine')
    }
  })

  it('verifies as no other variant of argon2 when its text is made to name it', async () => {
    const variants = ['argon2id', 'argon2i', 'argon2d']
    const { encoded, password } = hashVectors('argon2')[0]!
    const [, own] = encoded.split('$')
    for (const variant of variants.filter((each) => each !== own))
      expect(await verdict(password, encoded.replace(own!, variant))).toBe('wrong')
    expect(await verdict(password, encoded.replace('v=19', 'v=16'))).toBe('wrong')
    expect(await verdict(password, encoded.replace('v=19$', ''))).toBe('wrong')
  })

  it('of the first version of argon2 verifies without the field that names the version', async () => {
    const { encoded, password } = hashVectors('argon2').find((vector) => vector.encoded.includes('v=16'))!
    expect(await verdict(password, encoded.replace('v=16$', ''))).toBe('outdated')
  })

  it('may state the parameters of argon2 in another order, as the npm package argon2 does', async () => {
    const { encoded, password } = hashVectors('argon2')[0]!
    expect(await verdict(password, encoded.replace(/(m=\d+),(t=\d+),(p=\d+)/u, '$1,$3,$2'))).toBe('outdated')
  })

  it('is not mine where no reader has its format', async () => {
    const hash = {
      format: 'custom:mine',
      encoded: '$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA',
    }
    expect((await verifier.verify('x', hash))._unsafeUnwrap()).toBe('not-mine')
  })
})

describe('a right password', () => {
  const made =
    '$argon2id$v=19$m=256,t=3,p=1$S0pTalZsLzRIZ1Vuem5wcg$zcYxcSNxAbxegkNZZ6fuVgHsk3BCziPlWl3pCjJt5UY'
  const under = async (current: { memory: number; passes: number; parallelism: number }) =>
    verdict(
      'x',
      hashVectors('argon2').find((vector) => vector.encoded.includes('m=256,t=3'))!.encoded,
      await openPasswordVerifier({ current }),
    )

  it('is outdated where argon2id has less memory or fewer passes than the pool writes', async () => {
    expect(recognised(made).format).toBe('argon2id')
    expect(await under({ memory: 256, passes: 3, parallelism: 1 })).toBe('right')
    expect(await under({ memory: 128, passes: 2, parallelism: 4 })).toBe('right')
    expect(await under({ memory: 257, passes: 3, parallelism: 1 })).toBe('outdated')
    expect(await under({ memory: 256, passes: 4, parallelism: 1 })).toBe('outdated')
  })

  it('is outdated in any other format, and in the first version of argon2id', async () => {
    const weaker = await openPasswordVerifier({ current: { memory: 8, passes: 1, parallelism: 1 } })
    for (const { encoded, password } of vectors.filter(
      (vector) => !over72(vector) && vector.password === 'x',
    ))
      expect(await verdict(password, encoded, weaker)).toBe(
        encoded.startsWith('$argon2id$v=19') ? 'right' : 'outdated',
      )
  })
})

describe('a password of more than 72 bytes under bcrypt', () => {
  const long = hashVectors('bcrypt').filter(over72)
  const first72 = (text: string) => Buffer.from(text).subarray(0, 72)

  it.each(long)(
    'is right by its first 72 bytes, unless the pool refuses it: $encoded',
    async ({ password, encoded }) => {
      expect(await verdict(password, encoded)).toBe('outdated')
      expect(await verdict(`${password}, and more`, encoded)).toBe('outdated')
      expect(await verdict(password, encoded, refusing)).toBe('wrong')
    },
  )

  it('is still wrong where its first 72 bytes are', async () => {
    for (const { password, encoded } of long) expect(await verdict(`.${password}`, encoded)).toBe('wrong')
  })

  it('does not spoil the password of exactly 72 bytes', async () => {
    for (const { password, encoded } of long.filter((vector) => vector.password.startsWith('0123')))
      for (const reader of [verifier, refusing])
        expect(await verdict(first72(password).toString(), encoded, reader)).toBe('outdated')
  })

  it('takes as long to refuse as to check', async () => {
    const { encoded } = hashVectors('bcrypt').find((vector) => vector.encoded.includes('$12$'))!
    const timed = async (text: string): Promise<number> => {
      const start = process.cpuUsage().user
      await verdict(text, encoded, refusing)
      return process.cpuUsage().user - start
    }
    const [wrong, refused] = [await timed('p'.repeat(72)), await timed('p'.repeat(1000))]
    expect(refused).toBeGreaterThan(wrong / 2)
  })
})

describe('text that is no hash', () => {
  it('is unknown: a plain password is never taken for one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => verifier.recognise(text).isErr()),
      { numRuns: 10_000 },
    )
  })

  it('is what remains of a hash after any one character is taken out, where no salt or digest of that size exists', () => {
    for (const { encoded } of hashVectors('bcrypt'))
      for (let at = 0; at < encoded.length; at += 1)
        expect(verifier.recognise(encoded.slice(0, at) + encoded.slice(at + 1)).isErr()).toBe(true)
  })
})
