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

/** What stands in parameters, and is no format or digest by itself. */
const inExports = ['sha3-224', 'sha3-384', 'salted-digest', 'rare-digest']

describe('a hash that is looked at', () => {
  it('tells its format, its parameters in numbers, its strength, and whether we would check it', () => {
    expect(inspectHash(`$argon2id$v=19$m=19456,t=2,p=1$${salt}$${key}`).candidates).toStrictEqual([
      {
        format: 'argon2id',
        from: 'Keepsake; most systems of today',
        parameters: { memory: 19_456, passes: 2, parallelism: 1 },
        strength: 'strong',
        withinBounds: true,
        mustBeNamed: false,
        missing: [],
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
    [
      'Django’s, or Clerk’s with its salt in base64',
      `pbkdf2_sha256$1000$c2FsdHNhbHRzYWx0IQ==$${'a'.repeat(42)}E=`,
      ['django-pbkdf2', 'clerk-pbkdf2'],
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

  it('is more than its shape where something stands around it', () => {
    expect(inspectHash(`{ldap}{bcrypt}${bcrypt('10')}`)).toMatchObject({
      candidates: [{ format: 'bcrypt', mustBeNamed: false }],
    })
    expect(inspectHash(`3|$argon2id$v=19$m=19456,t=2,p=1$${salt}$${key}`)).toMatchObject({
      candidates: [{ format: 'argon2id', strength: 'strong' }],
      wrappedBy: 'Nextcloud, ownCloud',
    })
    expect(inspectHash(`U$S$6saltsalt${'a'.repeat(43)}`).candidates).toMatchObject([
      { format: 'drupal7;prehash=md5-hex' },
    ])
    expect(inspectHash(`$shiro1$SHA-256$500000$c2FsdA==$${'A'.repeat(43)}=`).candidates).toMatchObject([
      { format: 'nested-digest', parameters: { digests: 500_000 }, strength: 'fair' },
    ])
  })

  it('tells what its caller would have to give', () => {
    expect(inspectHash(`md5${'a'.repeat(32)}`)).toMatchObject({
      candidates: [{ format: 'md5(password + username)', missing: ['username'] }],
      wrappedBy: 'PostgreSQL',
    })
    expect(inspectHash('a'.repeat(40)).lookalikes).toEqual(
      expect.arrayContaining([
        { format: 'redmine', missing: ['salt'] },
        { format: 'smf', missing: ['username'] },
      ]),
    )
    expect(inspectHash(`${'a'.repeat(40)}:salt`).lookalikes).toContainEqual({
      format: 'opencart',
      missing: [],
    })
    expect(inspectHash('a'.repeat(20))).toEqual({
      candidates: [],
      lookalikes: [{ format: 'dedecms', missing: [] }],
    })
    expect(inspectHash(bcrypt('10')).lookalikes.map(({ format }) => format)).toEqual([
      'double-bcrypt',
      'meteor',
      'rocket.chat',
      'nodebb',
      'vbulletin-5',
      'symfony',
    ])
    expect(inspectHash(`$argon2id$v=19$m=19456,t=2,p=1$${salt}$${key}`).lookalikes).toEqual([])
  })

  it.each([
    ['yescrypt of crypt(3)', '$y$j9T$somesalt$hash'],
    ['yescrypt of crypt(3)', '{CRYPT}$y$j9T$somesalt$hash'],
    ['gost-yescrypt of crypt(3)', '{GOST_YESCRYPT}$gy$j9T$somesalt$hash'],
    ['DES of crypt(3)', 'abJnggxhB/yWI'],
    ['DES of crypt(3)', '{CRYPT}abJnggxhB/yWI'],
    ['extended DES of crypt(3)', '_J9..CCCCXBrJUJV154M'],
    ['sm3-yescrypt of crypt(3)', '$sm3y$j9T$somesalt$hash'],
    ['yescrypt of crypt(3)', '{YESCRYPT-X}$y$j9T$somesalt$hash'],
    ['DES of crypt(3)', 'crypt$$u197BJ1Vz/9eU'],
    ['DES of crypt(3)', '{DES-CRYPT.B64}MS5ST1hCYTlMZTVPTQ=='],
    ['SuperTokens’ hash of Firebase alone', '$f_scrypt$aGFzaA==$c2FsdA==$m=14$r=8$s=Bw=='],
    ['Clerk’s mark of a user of Cognito', 'awscognito#pool#client#bob'],
    ['Dovecot’s CRAM-MD5', '{CRAM-MD5.B64}WM3XOyHAYTqJRgj4pA4yj7H/ZLn93XVxQm0P1X8gaxQ='],
    ['the beginning of a password in clear', '{PLAIN-TRUNC}canary'],
    ['Microsoft SQL Server', '0x010088518A11997F8D99FCE3E95A8ECEBF45AF77202A037BD9F6'],
    ['MD4', '{MD4}{salt}152ce09d3261d2b53cac55b2ea4d1c7a'],
    ['Dovecot’s CRAM-MD5', '{CRAM-MD5}4638c77f1a70c6fda4ddfa6fbe34e6ee090a0f0088f15da8fed5e0a5ff2b4152'],
    ['bcrypt of a release that computed it wrongly', bcrypt('10').replace('$2b$', '$2x$')],
    ['argon2 with a key or associated data', `$argon2id$v=19$m=64,t=1,p=1,keyid=AAAA$${salt}$${key}`],
  ])('is known by name though nothing reads it: %s', (what, encoded) => {
    const { candidates, unread } = inspectHash(encoded)
    expect(candidates).toEqual([])
    expect(unread?.what).toBe(what)
    expect(unread?.why.length).toBeGreaterThan(10)
  })

  it('gives nothing away of its salt and its digest', () => {
    const names = new Set([...hashFormats().map(({ id }) => id), ...digests, ...inExports])
    for (const { encoded } of families.flatMap(hashVectors))
      for (const { parameters } of inspectHash(encoded).candidates)
        for (const value of Object.values(parameters))
          expect(Number.isInteger(value) || names.has(String(value)), String(value)).toBe(true)
  })
})
