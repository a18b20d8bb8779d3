import { inspectHash, openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import { describe, expect, it } from 'vitest'
import { families, hashVectors } from './vectors.ts'

const verifier = await openPasswordVerifier()
const costOf = (format: string, encoded: string): string =>
  verifier.recognise(encoded, format)._unsafeUnwrap().cost

const salt = 'c29tZXNhbHRzb21lc2FsdA'
const key = 'JLJNcacj/SOD3JxqdLjILL64eg2NaJc2QMt6DlLp0Dk'
const longKey = 'A'.repeat(86)
const sha512crypt = (setting: string): string => `$6$${setting}$${'a'.repeat(85)}/`
const bcrypt = `$2b$10$${'c2FsdHNhbHRzYWx0c2FsdO1fBTfWPpqsu0hDCWRkJHxUhTI6bMnVa'.slice(0, 52)}.`
const keycloak = (algorithm: string, additionalParameters: object = {}): string =>
  JSON.stringify({
    credentialData: { hashIterations: 3, algorithm, additionalParameters },
    secretData: { value: key, salt },
  })

/** Of one format, and checked in different times. */
const unlike: readonly (readonly [format: string, one: string, other: string])[] = [
  ['argon2id', `$argon2id$v=19$m=64,t=1,p=1$${salt}$${key}`, `$argon2id$v=19$m=65,t=1,p=1$${salt}$${key}`],
  ['argon2id', `$argon2id$v=19$m=64,t=1,p=1$${salt}$${key}`, `$argon2id$v=19$m=64,t=2,p=1$${salt}$${key}`],
  ['argon2id', `$argon2id$v=19$m=64,t=1,p=1$${salt}$${key}`, `$argon2id$v=19$m=64,t=1,p=2$${salt}$${key}`],
  ['argon2i', `$argon2i$v=19$m=64,t=1,p=1$${salt}$${key}`, `$argon2i$m=64,t=1,p=1$${salt}$${key}`],
  [
    'django-argon2',
    `argon2$argon2id$v=19$m=64,t=1,p=1$${salt}$${key}`,
    `argon2$argon2i$v=19$m=64,t=1,p=1$${salt}$${key}`,
  ],
  ['bcrypt', bcrypt, bcrypt.replace('$10$', '$11$')],
  ['pbkdf2', `$pbkdf2-sha256$i=1000$${salt}$${key}`, `$pbkdf2-sha512$i=1000$${salt}$${key}`],
  ['pbkdf2', `$pbkdf2-sha256$i=1000$${salt}$${key}`, `$pbkdf2-sha256$i=1001$${salt}$${key}`],
  ['pbkdf2', `$pbkdf2-sha256$i=1000$${salt}$${key}`, `$pbkdf2-sha256$i=1000$${salt}$${longKey}`],
  ['scrypt', `$scrypt$ln=10,r=8,p=1$${salt}$${key}`, `$scrypt$ln=11,r=8,p=1$${salt}$${key}`],
  ['scrypt', `$scrypt$ln=10,r=8,p=2$${salt}$${key}`, `$scrypt$ln=10,r=4,p=4$${salt}$${key}`],
  ['sha512-crypt', sha512crypt('rounds=1000$saltsalt'), sha512crypt('rounds=1001$saltsalt')],
  ['sha512-crypt', sha512crypt('saltsalt'), sha512crypt('saltsaltsaltsalt')],
  ['md5-crypt', `$1$salt$${'a'.repeat(21)}/`, `$1$saltsalt$${'a'.repeat(21)}/`],
  ['phpass', `$P$9saltsalt${'a'.repeat(21)}/`, `$P$Bsaltsalt${'a'.repeat(21)}/`],
  ['drupal7', `$S$9saltsalt${'a'.repeat(43)}`, `$S$Bsaltsalt${'a'.repeat(43)}`],
  ['symfony-sha512', `sha512_symfony$1$salt$${longKey}==`, `sha512_symfony$2$salt$${longKey}==`],
  ['symfony-sha512', `sha512_symfony$1$salt$${longKey}==`, `sha512_symfony$1$salty$${longKey}==`],
  ['ldap-crypt', `{CRYPT}${sha512crypt('rounds=1000$saltsalt')}`, `{CRYPT}$1$saltsalt$${'a'.repeat(21)}/`],
  [
    'ldap-crypt',
    `{CRYPT}${sha512crypt('rounds=1000$saltsalt')}`,
    `{CRYPT}$5$rounds=1000$saltsalt$${'a'.repeat(42)}/`,
  ],
  ['keycloak', keycloak('pbkdf2-sha256'), keycloak('pbkdf2-sha512')],
  [
    'keycloak',
    keycloak('argon2', { memory: ['64'], parallelism: ['1'], type: ['id'] }),
    keycloak('argon2', { memory: ['64'], parallelism: ['1'], type: ['i'] }),
  ],
  [
    'auth0',
    JSON.stringify({ algorithm: 'bcrypt', hash: { value: bcrypt } }),
    JSON.stringify({ algorithm: 'md5', hash: { value: 'ab'.repeat(16), encoding: 'hex' } }),
  ],
]

/** Spelt otherwise, of another salt or another digest, and checked in the same time. */
const alike: readonly (readonly [format: string, one: string, other: string])[] = [
  ['argon2id', `$argon2id$v=19$m=64,t=1,p=2$${salt}$${key}`, `$argon2id$v=19$p=2,m=64,t=1$${key}$${salt}`],
  ['argon2i', `$argon2i$v=16$m=64,t=1,p=1$${salt}$${key}`, `$argon2i$m=64,t=1,p=1$${salt}$${key}`],
  ['bcrypt', bcrypt, bcrypt.replace('$2b$', '$2y$')],
  ['pbkdf2', `$pbkdf2-sha256$i=1000$${salt}$${key}`, `$pbkdf2-sha256$i=1000,l=32$${key}$${key}`],
  ['sha512-crypt', sha512crypt('saltsalt'), sha512crypt('rounds=5000$tlastlas')],
]

describe('the cost that is stored with a hash', () => {
  it.each(unlike)('tells apart what takes different times to check: %s %s %s', (format, one, other) => {
    expect(costOf(format, one)).not.toBe(costOf(format, other))
  })

  it.each(alike)('is the same text for the same time: %s %s %s', (format, one, other) => {
    expect(costOf(format, one)).toBe(costOf(format, other))
  })

  it('names each parameter once, in the order of the names', () => {
    expect(costOf('argon2id', `$argon2id$v=19$t=2,p=1,m=19456$${salt}$${key}`)).toBe(
      'memory=19456,parallelism=1,passes=2',
    )
    expect(costOf('pbkdf2', `$pbkdf2-sha1$i=1000,l=64$${salt}$${longKey}`)).toBe(
      'blocks=4,digest=sha1,iterations=1000',
    )
    expect(costOf('ldap-crypt', `{CRYPT}${sha512crypt('saltsalt')}`)).toBe(
      'format=sha512-crypt,rounds=5000,saltBytes=8',
    )
  })

  it('decides the strength, together with the format', () => {
    const strengths = new Map<string, string>()
    for (const { encoded, format } of families.flatMap(hashVectors))
      for (const candidate of inspectHash(encoded).candidates) {
        if (candidate.format !== format) continue
        const group = `${format} ${costOf(format, encoded)}`
        expect(candidate.strength, group).toBe(strengths.get(group) ?? candidate.strength)
        strengths.set(group, candidate.strength)
      }
    expect(new Set(strengths.values())).toStrictEqual(new Set(['weak', 'fair', 'strong']))
  })
})
