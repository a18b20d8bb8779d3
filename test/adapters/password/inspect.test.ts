import { inspectHash } from '@keepsake/adapters/password/verifier'
import { describe, expect, it } from 'vitest'
import { digests } from '../../../packages/adapters/src/password/formats/digest/digest.ts'
import { hashFormats } from '../../../packages/adapters/src/password/formats/table.ts'
import { families, hashVectors } from './vectors.ts'

const formatsOf = (encoded: string): readonly string[] =>
  inspectHash(encoded).candidates.map(({ format }) => format)
const only = (encoded: string) => inspectHash(encoded).candidates[0]
const bcrypt = (cost: string): string =>
  `$2b$${cost}$c2FsdHNhbHRzYWx0c2FsdO1fBTfWPpqsu0hDCWRkJHxUhTI6bMnVa`.slice(0, 59) + '.'
const salt = 'c29tZXNhbHRzb21lc2FsdA'
const key = 'JLJNcacj/SOD3JxqdLjILL64eg2NaJc2QMt6DlLp0Dk'

describe('a hash that is looked at', () => {
  it('tells its format, its parameters in numbers, its strength, and whether we would check it', () => {
    expect(inspectHash(`$argon2id$v=19$m=19456,t=2,p=1$${salt}$${key}`).candidates).toStrictEqual([
      {
        format: 'argon2id',
        parameters: { memory: 19_456, passes: 2, parallelism: 1 },
        strength: 'strong',
        withinBounds: true,
        mustBeNamed: false,
      },
    ])
    expect(only(`$pbkdf2-sha256$i=2000001$${salt}$${key}`)).toMatchObject({
      format: 'pbkdf2',
      parameters: { iterations: 2_000_001 },
      withinBounds: false,
    })
  })

  it('is out of bounds by all that it costs, however little each number is', () => {
    const long = 'A'.repeat(86)
    const cost = (encoded: string) => only(encoded)?.withinBounds
    expect(cost(`$pbkdf2-sha1$i=1000000,l=64$${salt}$${long}`)).toBe(true)
    expect(cost(`$pbkdf2-sha1$i=1000001,l=64$${salt}$${long}`)).toBe(false)
    expect(cost(`$pbkdf2-sha512$i=2000000,l=64$${salt}$${long}`)).toBe(true)
    expect(cost(`$scrypt$ln=17,r=8,p=1$${salt}$${key}`)).toBe(true)
    expect(cost(`$scrypt$ln=17,r=8,p=2$${salt}$${key}`)).toBe(false)
    expect(cost(`$scrypt$ln=17,r=9,p=1$${salt}$${key}`)).toBe(false)
  })

  it.each([
    ['MD5 or an NT hash', '5f4dcc3b5aa765d61d8327deb882cf99', ['nt-hash', 'md5']],
    ['SHA-1', '5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8', ['sha1']],
    ['SHA-256 or SM3', 'a'.repeat(64), ['sha256', 'sm3']],
    ['a digest in base64', 'CY9rzUYh03PK3k6DJie09g==', ['md5']],
    [
      'a salt and a key, or a digest and a salt',
      `${'a'.repeat(32)}:${'b'.repeat(128)}`,
      ['better-auth-scrypt', 'md5-salt-prefix', 'md5-salt-suffix', 'hmac-md5', 'vbulletin', 'mybb'],
    ],
    ['Django’s or Werkzeug’s', `sha1$salt$${'a'.repeat(40)}`, ['django-sha1', 'werkzeug-hmac']],
    [
      'PHC’s or Kratos’',
      `$scrypt$ln=16,r=8,p=1$${'a'.repeat(24)}$${'b'.repeat(32)}`,
      ['scrypt', 'kratos-scrypt'],
    ],
    ['nothing that we read', 'correct horse', []],
    ['nothing that we read', '', []],
  ])('may be %s', (_, encoded, formats) => {
    expect(formatsOf(encoded)).toStrictEqual(formats)
  })

  it.each([
    ['strong', bcrypt('12')],
    ['fair', bcrypt('11')],
    ['fair', bcrypt('10')],
    ['weak', bcrypt('09')],
    ['strong', `$pbkdf2-sha256$i=600000$${salt}$${key}`],
    ['fair', `$pbkdf2-sha256$i=599999$${salt}$${key}`],
    ['fair', `$pbkdf2-sha256$i=10000$${salt}$${key}`],
    ['weak', `$pbkdf2-sha256$i=9999$${salt}$${key}`],
    ['fair', `$pbkdf2-sha1$i=600000$${salt}$${key}`],
    ['strong', `$pbkdf2-sha512$i=210000$${salt}$${key}`],
    ['strong', `$scrypt$ln=17,r=8,p=1$${salt}$${key}`],
    ['strong', `$scrypt$ln=14,r=8,p=5$${salt}$${key}`],
    ['fair', `$scrypt$ln=14,r=8,p=1$${salt}$${key}`],
    ['weak', `$scrypt$ln=13,r=8,p=1$${salt}$${key}`],
    ['strong', `$argon2id$v=19$m=7168,t=5,p=1$${salt}$${key}`],
    ['fair', `$argon2id$v=19$m=7168,t=4,p=1$${salt}$${key}`],
    ['weak', `$argon2id$v=19$m=64,t=2,p=1$${salt}$${key}`],
    ['weak', `$6$saltsalt$${'a'.repeat(85)}/`],
    ['fair', `$6$rounds=10000$saltsalt$${'a'.repeat(85)}/`],
    ['weak', `$1$saltsalt$${'a'.repeat(21)}/`],
    [
      'weak',
      '{SSHA512}xPUl/px+1cG55rUH4rzcwxdOIPSB2TingLpiJJumN2xyDWN4Ix1WQG3ihnvHaWUE8MYNkvMi5rf0C9NYixHsE6Yh59M=',
    ],
  ])('is %s: %s', (strength, encoded) => {
    expect(only(encoded)?.strength).toBe(strength)
  })

  it('gives nothing away of its salt and its digest', () => {
    const names = new Set([...hashFormats().map(({ id }) => id), ...digests, 'sha3-224', 'sha3-384'])
    for (const { encoded } of families.flatMap(hashVectors))
      for (const { parameters } of inspectHash(encoded).candidates)
        for (const value of Object.values(parameters))
          expect(Number.isInteger(value) || names.has(String(value)), String(value)).toBe(true)
  })
})
