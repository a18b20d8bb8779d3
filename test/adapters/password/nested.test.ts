import { openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import type { HashDetails, PasswordHash } from '@keepsake/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { systems } from '../../../packages/adapters/src/password/formats/systems.ts'
import { detailsOf, detailsVectors, type DetailsVector } from './details-vectors.ts'

const verifier = await openPasswordVerifier()
const cheap = await openPasswordVerifier({ current: { memory: 64, passes: 1, parallelism: 1 } })
const nested = detailsVectors('nested')
const salts = detailsVectors('salts')

const verdict = async (text: string, hash: Pick<PasswordHash, 'format' | 'encoded'>) =>
  (await verifier.verify(text, hash))._unsafeUnwrap()
const recognise = ({ encoded, format, ...rest }: DetailsVector) =>
  verifier.recognise(encoded, format, detailsOf({ encoded, format: format!, ...rest }))
const refusal = (expression: string, encoded = 'a'.repeat(40), details: HashDetails = {}) =>
  verifier.recognise(encoded, expression, details)._unsafeUnwrapErr()

const verifiesOnlyIts = async (vector: DetailsVector): Promise<void> => {
  const hash = recognise(vector)._unsafeUnwrap()
  expect(hash.format).toBe(vector.stored)
  expect(await verdict(vector.password, hash)).toBe('outdated')
  for (const other of [`.${vector.password}`, `${vector.password}.`, vector.password.slice(0, -1)])
    expect(await verdict(other, hash)).toBe('wrong')
}

describe('a nested digest', () => {
  it.each(nested)('verifies its password and no other: $format $password', verifiesOnlyIts)

  it('is read by the name of its system, and rests under what that means', async () => {
    const named = nested.filter((vector) => 'system' in vector)
    for (const vector of named)
      for (const system of String((vector as { readonly system?: string }).system).split(', ')) {
        if (!Object.hasOwn(systems, system)) continue
        const { encoded, password } = vector
        const hash = verifier.recognise(encoded, system, detailsOf(vector))._unsafeUnwrap()
        expect(await verdict(password, hash), system).toBe('outdated')
        expect(await verdict(`${password}.`, hash), system).toBe('wrong')
      }
    for (const said of Object.values(systems)) expect(systems[said]).toBeUndefined()
  })

  it('takes its salt from a field as well as from behind a colon', async () => {
    for (const vector of nested.filter(({ encoded }) => encoded.includes(':'))) {
      const [hash = '', salt = ''] = vector.encoded.split(':')
      expect(recognise({ ...vector, encoded: hash, salt })._unsafeUnwrap()).toStrictEqual(
        recognise(vector)._unsafeUnwrap(),
      )
      expect(recognise({ ...vector, encoded: hash })._unsafeUnwrapErr()).toBe('salt-missing')
      expect(recognise({ ...vector, encoded: JSON.stringify({ hash, salt }) }).isOk()).toBe(true)
    }
  })

  it('verifies with no other salt and no other name', async () => {
    for (const vector of nested.filter(({ username }) => username !== undefined)) {
      const other = recognise({ ...vector, username: 'someone.else' })._unsafeUnwrap()
      expect(await verdict(vector.password, other)).toBe('wrong')
      const { username: _, ...unnamed } = vector
      expect(recognise(unnamed)._unsafeUnwrapErr()).toBe('username-missing')
    }
    const [first] = nested.filter(({ format }) => format === systems['redmine'])
    const other = recognise({ ...first!, encoded: `${first!.encoded}0` })._unsafeUnwrap()
    expect(await verdict(first!.password, other)).toBe('wrong')
  })

  it('names no user where it is of none', () => {
    const [first] = nested
    expect(recognise({ ...first!, username: 'bob' })._unsafeUnwrap().encoded).not.toContain('bob')
  })

  it('is worth what its digests are', () => {
    const strengthOf = (expression: string, encoded: string): string | undefined =>
      verifier.describe(verifier.recognise(encoded, expression)._unsafeUnwrap())?.strength
    expect(strengthOf('sha1(password)', 'a'.repeat(40))).toBe('weak')
    expect(strengthOf('repeat(9999, sha1(password), sha1(previous + password))', 'a'.repeat(40))).toBe('fair')
    expect(strengthOf('repeat(9999, md5(password), md5(previous + password))', 'a'.repeat(32))).toBe('weak')
  })

  it('is wrapped, unless it is repeated or made of a name', async () => {
    for (const vector of nested) {
      const hash = recognise(vector)._unsafeUnwrap()
      const wrapped = (await cheap.wrap(hash))._unsafeUnwrap()
      const isBare = !vector.format!.includes('repeat') && !vector.format!.includes('username')
      expect(wrapped.format).toBe(isBare ? 'argon2id-over' : 'nested-digest')
      expect(await verdict(vector.password, wrapped)).toBe('outdated')
      expect(await verdict(`${vector.password}.`, wrapped)).toBe('wrong')
      if (isBare) expect(wrapped.encoded).not.toContain(vector.encoded.slice(0, 20))
    }
  })
})

describe('a salt that stands beside its digest', () => {
  it.each(salts)('is hashed with the password: $format $parameters', verifiesOnlyIts)

  it('is refused where the format has no place for it, and where there is none', () => {
    const bcrypt = '$2y$10$CUN9zyid7Q1axhchw36u5.nyHt88mhsd3mBlgvOCXJvaWrCxjAvmS'
    for (const format of [undefined, 'bcrypt']) {
      const refused = (details: HashDetails) => verifier.recognise(bcrypt, format, details)._unsafeUnwrapErr()
      expect(refused({ salt: 'x' })).toBe('salt-not-taken')
      expect(refused({ parameters: { rounds: 4 } })).toBe('parameters-not-taken')
    }
    expect(refusal('md5', 'a'.repeat(32), { salt: 'x' })).toBe('salt-not-taken')
    expect(refusal('md5-salt-prefix', 'a'.repeat(32), { parameters: { saltEncoding: 'hex' } })).toBe(
      'unknown',
    )
    expect(refusal('md5-salt-prefix', 'a'.repeat(32), { salt: 'x', parameters: { rounds: 4 } })).toBe(
      'parameters-not-taken',
    )
  })

  it.each([
    { salt: 'xyz', parameters: { saltEncoding: 'hex' } },
    { salt: 'ab c', parameters: { saltEncoding: 'hex' } },
    { salt: '*', parameters: { saltEncoding: 'base64' } },
    { salt: 'x', parameters: { saltEncoding: 'rot13' } },
    { salt: 'x', parameters: { saltEncoding: 4 } },
    { salt: '' },
    { salt: 'x'.repeat(513) },
  ])('is unknown where it is none: $salt $parameters', (details) => {
    expect(refusal('md5-salt-prefix', 'a'.repeat(32), details)).toBe('unknown')
  })
})

describe('an expression', () => {
  it.each([
    'sha1()',
    'sha1(password',
    'sha1(password))',
    '(password)',
    'sha1(password) + sha1(password)',
    'sha1(password + )',
    'sha1(+ password)',
    'sha1(password password)',
    'sha1(password, salt)',
    'SHA1(password)',
    'sha1 (password).constructor("x")()',
    'eval("process.exit()")',
    'md4(password)',
    'sha3(password)',
    '__proto__(password)',
    'constructor(password)',
    'sha1(secret)',
    'sha1(salt)',
    "sha1('constant')",
    'sha1(previous + password)',
    'raw(sha1(password))',
    'base64(sha1(password))',
    'sha1(unhex(password))',
    'sha1(unbase64(sha1(password)))',
    "sha1(unhex('xyz') + password)",
    'hmac_sha1(password)',
    'hmac_sha1(salt, password, salt)',
    'hmac_(salt, password)',
    'repeat(password, sha1(password), sha1(previous))',
    'repeat(10, sha1(password))',
    'repeat(0, sha1(password), sha1(previous))',
    'repeat(10, sha1(password), sha1(password))',
    'repeat(10, password, sha1(previous))',
    'repeat(-1, sha1(password), sha1(previous))',
    'repeat(1e3, sha1(password), sha1(previous))',
    'repeat(010, sha1(password), sha1(previous))',
    'repeat(99999999, sha1(password), sha1(previous))',
    'sha1(repeat(10, sha1(password), sha1(previous)))',
    'repeat(9, repeat(9, sha1(password), sha1(previous)), sha1(previous))',
    'slice(sha1(password), 0, 8)',
    'slice(sha1(password), 30, 20)',
    'slice(password, 0, 20)',
    'sha1(slice(sha1(password), 0, 20))',
    'slice(slice(sha1(password), 0, 30), 0, 20)',
    "sha1('it's' + password)",
    "sha1('\n' + password)",
    `sha1('${'x'.repeat(65)}' + password)`,
    'sha1(password); sha1(password)',
    'sha1(${password})',
    'sha1(pаssword)',
    `${'sha1('.repeat(12)}password${')'.repeat(12)}`,
    `sha1(password${' + password'.repeat(30)})`,
    `sha1(${' '.repeat(300)}password)`,
  ])('is malformed: %s', (expression) => {
    expect(refusal(expression)).toBe('expression-malformed')
    const encoded = JSON.stringify({ expression, hash: 'a'.repeat(40), salt: 'x' })
    expect(verifier.recognise(encoded).isErr()).toBe(true)
  })

  it.each([
    ['sha1(password)', { encoded: 'a'.repeat(39) }, 'unknown'],
    ['sha1(password)', { encoded: 'a'.repeat(64) }, 'unknown'],
    ['sha1(password)', { salt: 'x' }, 'salt-not-taken'],
    ['sha1(password)', { parameters: { rounds: 2 } }, 'parameters-not-taken'],
    ['sha1(salt + password)', {}, 'salt-missing'],
    ['sha1(salt + password)', { salt: '' }, 'unknown'],
    ['sha1(unhex(salt) + password)', { salt: 'xyz' }, 'unknown'],
    ['sha1(unbase64(salt) + password)', { salt: '*' }, 'unknown'],
    ['sha1(username + password)', {}, 'username-missing'],
    ['sha1(utf16le(password))', { encoding: 'gbk' }, 'encoding-not-taken'],
    ['repeat(1000000, sha1(password), sha1(previous))', {}, 'too-costly'],
    ['repeat(500000, sha1(password), sha1(sha1(previous)))', {}, 'too-costly'],
  ] as const)('is refused with what goes with it: %s %j', (expression, given, expected) => {
    const { encoded = 'a'.repeat(40), ...details } = given as HashDetails & { readonly encoded?: string }
    expect(refusal(expression, encoded, details)).toBe(expected)
  })

  it('of any text is refused or read at once, and never throws', () => {
    const words = [
      'sha1',
      'md5',
      'hmac_sha1',
      'repeat',
      'slice',
      'raw',
      'unhex',
      'password',
      'salt',
      'previous',
    ]
    const signs = ['(', ')', ',', '+', ' ', "'x'", '"', '5', '1000000']
    const word = fc.nat(words.length + signs.length - 1).map((index) => [...words, ...signs][index]!)
    fc.assert(
      fc.property(fc.array(word, { maxLength: 80 }), (words) => {
        const start = performance.now()
        verifier.recognise('a'.repeat(40), `${words.join('')}(`, { salt: 'x' })
        verifier.recognise('a'.repeat(40), words.join(''), { salt: 'x' })
        return performance.now() - start < 200
      }),
      { numRuns: 2000 },
    )
  })

  it('takes as long for a long password as its repetitions can afford', async () => {
    const expression = 'repeat(900000, sha1(password), sha1(previous + password))'
    const hash = verifier.recognise('a'.repeat(40), expression)._unsafeUnwrap()
    expect(hash.cost).toBe('digest=sha1,digests=900001')
  })
})
