import { inspectHash, openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import { conceal } from '@keepsake/domain'
import { describe, expect, it } from 'vitest'
import { hashFormats } from '../../../packages/adapters/src/password/formats/table.ts'
import { families, hashVectors, over72, type HashVector } from './vectors.ts'

const settings = { devisePepper: conceal('f6b0'.repeat(32)), bcryptOver72: 'refuse' as const }
const verifier = await openPasswordVerifier(settings)
const table = hashFormats(settings)
const formats = table.map(({ id }) => id)
const disguised = table.filter(({ isDisguised }) => isDisguised).map(({ id }) => id)

/** bcrypt alone refuses what it would cut short; verifier.test.ts has those. */
const all = families.flatMap(hashVectors).filter((vector) => vector.format !== 'bcrypt' || !over72(vector))
const legacy = families
  .filter((family) => family !== 'argon2' && family !== 'bcrypt')
  .flatMap((family) => hashVectors(family).map((vector) => ({ family, ...vector })))

const bcryptHash = hashVectors('bcrypt')[0]!.encoded

const verdict = async (text: string, { encoded, format }: Pick<HashVector, 'encoded' | 'format'>) =>
  (await verifier.verify(text, { format, encoded }))._unsafeUnwrap()

/**
 * The shapes that several formats share. Each line is a group of formats, any of which may read the shape of another
 * of the line; what is not here is told by its shape alone.
 */
const alike: readonly (readonly string[])[] = [
  ['bcrypt', 'devise-bcrypt', 'double-bcrypt'],
  ['pbkdf2', 'kratos-pbkdf2'],
  ['django-pbkdf2', 'clerk-pbkdf2'],
  ['django-md5', 'werkzeug-hmac'],
  ['django-sha1', 'werkzeug-hmac'],
  ...[['md5', 'nt-hash'], ['sha1'], ['sha224'], ['sha256', 'sm3'], ['sha384'], ['sha512']].flatMap(
    (digests) => [
      digests,
      [
        ...digests
          .filter((digest) => digest !== 'nt-hash')
          .flatMap((digest) => [`${digest}-salt-prefix`, `${digest}-salt-suffix`, `hmac-${digest}`]),
        ...(digests.includes('md5') ? ['vbulletin', 'mybb', 'better-auth-scrypt'] : []),
      ],
    ],
  ),
]
const mayRead = (format: string, other: string): boolean =>
  alike.some((group) => group.includes(format) && group.includes(other))

describe('a hash of another system', () => {
  it.each(legacy)('verifies its password and no other: $format $encoded', async (vector) => {
    const { password } = vector
    expect(await verdict(password, vector)).toBe('outdated')
    expect(await verdict(`${password}.`, vector)).toBe('wrong')
    expect(await verdict(password.slice(0, -1), vector)).toBe('wrong')
  })

  it('is read under the format that is named', () => {
    for (const { encoded, format } of all)
      expect(verifier.recognise(encoded, format)._unsafeUnwrap()).toMatchObject({ format, encoded })
  })

  it('is told by its shape, or refused as ambiguous; no format is guessed', () => {
    for (const { encoded, format } of all) {
      const { candidates, lookalikes } = inspectHash(encoded, settings)
      const told = candidates.length === 1 && !candidates[0]!.mustBeNamed
      const isDisguised = disguised.includes(format)
      expect((isDisguised ? lookalikes : candidates).map((each) => each.format)).toContain(format)
      if (told && !isDisguised) expect(verifier.recognise(encoded)._unsafeUnwrap().format).toBe(format)
      else expect(verifier.recognise(encoded)._unsafeUnwrapErr()).toBe('ambiguous')
    }
  })

  it('is read by no other format, except where the two are known to look alike', () => {
    for (const { encoded, format } of all) {
      const others = inspectHash(encoded, settings).candidates.map((each) => each.format)
      for (const other of others.filter((each) => each !== format))
        expect(mayRead(format, other), `${format} read as ${other}: ${encoded}`).toBe(true)
    }
  })

  it('verifies under no other format, those that look alike included', async () => {
    // Behind 72 bytes of password no pepper fits into bcrypt: only there are Devise's hashes and others the same.
    const short = all.filter((vector) => Buffer.byteLength(vector.password) !== 72)
    for (const { encoded, format, password } of short)
      for (const other of formats.filter((each) => each !== format)) {
        const said = await verdict(password, { encoded, format: other })
        expect(said, `${format} as ${other}: ${encoded}`).toBe(mayRead(format, other) ? said : 'not-mine')
        expect(said).toMatch(/^(?:wrong|not-mine)$/u)
      }
  })

  it('has vectors of every format, with an ASCII, a non-ASCII and a long password', () => {
    const withoutLong = ['bcrypt', 'django-bcrypt', 'devise-bcrypt', 'double-bcrypt', 'peppered-bcrypt']
    for (const format of formats) {
      const passwords = all.filter((vector) => vector.format === format).map(({ password }) => password)
      const long = withoutLong.includes(format) ? 71 : 72
      expect(
        passwords.some((each) => /^[ -~]+$/u.test(each)),
        `${format}: ASCII`,
      ).toBe(true)
      expect(
        passwords.some((each) => /[^ -~]/u.test(each)),
        `${format}: non-ASCII`,
      ).toBe(true)
      expect(
        passwords.some((each) => Buffer.byteLength(each) > long),
        `${format}: long`,
      ).toBe(true)
    }
  })
})

describe('Auth0’s JSON', () => {
  const md5 = { algorithm: 'md5', hash: { value: 'ab'.repeat(16), encoding: 'hex' } }
  it.each([
    ['a field that is not known', { ...md5, rounds: 2 }],
    ['a salt in another place', { ...md5, hash: { ...md5.hash, salt: { value: 'x' } } }],
    ['a salt without a position', { ...md5, salt: { value: 'x' } }],
    ['a password in an encoding that Auth0 has not', { ...md5, password: { encoding: 'gbk' } }],
    ['an encoding that is none', { ...md5, password: 'utf8' }],
    [
      'bcrypt with a salt of its own',
      { algorithm: 'bcrypt', hash: { value: bcryptHash }, salt: { value: 'x' } },
    ],
    ['an algorithm that is not read', { ...md5, algorithm: 'md2' }],
  ])('is refused with %s, which would lock its user out', (_, made) => {
    expect(verifier.recognise(JSON.stringify(md5)).isOk()).toBe(true)
    expect(verifier.recognise(JSON.stringify(made))._unsafeUnwrapErr()).toBe('unknown')
  })
})

describe('bcrypt in other clothes', () => {
  const long = hashVectors('bcrypt').filter(over72)
  const clothes: Readonly<Record<string, (encoded: string) => string>> = {
    'django-bcrypt': (encoded) => `bcrypt$${encoded}`,
    'ldap-crypt': (encoded) => `{CRYPT}${encoded}`,
    auth0: (encoded) => JSON.stringify({ algorithm: 'bcrypt', hash: { value: encoded } }),
  }

  it.each(Object.entries(clothes))(
    'takes a password over 72 bytes by its first 72, unless the pool refuses it: %s',
    async (format, wear) => {
      const truncating = await openPasswordVerifier()
      for (const { password, encoded } of long.filter((each) => each.encoded.includes('$04$'))) {
        const hash = { format, encoded: wear(encoded) }
        expect(await verdict(password, hash)).toBe('wrong')
        expect((await truncating.verify(password, hash))._unsafeUnwrap()).toBe('outdated')
        expect((await truncating.verify(`.${password}`, hash))._unsafeUnwrap()).toBe('wrong')
      }
    },
  )

  it('has to be named where the pool knows a pepper of Devise’s, which no hash shows', async () => {
    const { encoded, password } = hashVectors('bcrypt-based').find(
      ({ format }) => format === 'devise-bcrypt',
    )!
    expect(verifier.recognise(encoded)._unsafeUnwrapErr()).toBe('ambiguous')
    const without = await openPasswordVerifier()
    const hash = without.recognise(encoded)._unsafeUnwrap()
    expect(hash.format).toBe('bcrypt')
    expect((await without.verify(password, hash))._unsafeUnwrap()).toBe('wrong')
    expect(without.recognise(encoded, 'devise-bcrypt')._unsafeUnwrapErr()).toBe('format-unknown')
  })
})

describe('a format that is named', () => {
  it('is refused where the hash is of another, or nobody has heard of it', () => {
    const md5 = '5f4dcc3b5aa765d61d8327deb882cf99'
    expect(verifier.recognise(md5)._unsafeUnwrapErr()).toBe('ambiguous')
    expect(verifier.recognise(md5, 'md5')._unsafeUnwrap()).toStrictEqual({
      format: 'md5',
      cost: '',
      encoded: md5,
    })
    for (const format of ['sha1', 'bcrypt'])
      expect(verifier.recognise(md5, format)._unsafeUnwrapErr()).toBe('unknown')
    for (const format of ['MD5', 'custom:mine', '', '__proto__', 'constructor'])
      expect(verifier.recognise(md5, format)._unsafeUnwrapErr()).toBe('format-unknown')
  })

  it('does not lift its bounds', () => {
    const hash = '$scrypt$ln=21,r=8,p=1$c29tZXNhbHRzb21lc2FsdA$JLJNcacj/SOD3JxqdLjILL64eg2NaJc2QMt6DlLp0Dk'
    expect(verifier.recognise(hash, 'scrypt')._unsafeUnwrapErr()).toBe('too-costly')
  })
})
