import { readdirSync, readFileSync } from 'node:fs'
import { openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import { conceal } from '@keepsake/domain'
import { describe, expect, it } from 'vitest'
import { hashFormats } from '../../../packages/adapters/src/password/formats/table.ts'
import { unwrapOnce } from '../../../packages/adapters/src/password/formats/wrappers/unwrap.ts'

const { looksHashed } = await openPasswordVerifier()

/** Every hash of the test vectors, as other implementations made them. */
const vectorsIn = (folder: string): readonly string[] => {
  const place = new URL(`../../vectors/${folder}/`, import.meta.url)
  return readdirSync(place).flatMap((name) =>
    encodedIn(JSON.parse(readFileSync(new URL(name, place), 'utf8'))),
  )
}
const encodedIn = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return []
  const own = 'encoded' in value && typeof value.encoded === 'string' ? [value.encoded] : []
  return [...own, ...Object.values(value).flatMap(encodedIn)]
}
const hashes = vectorsIn('password')

describe('a hash that names itself', () => {
  const formats = hashFormats().filter(({ mustBeNamed }) => !mustBeNamed)

  it.each(formats.map((format) => [format.id, format] as const))('looks hashed: %s', (_, { read }) => {
    const own = hashes.filter((encoded) => read(encoded) !== undefined)
    expect(own.length).toBeGreaterThan(0)
    for (const encoded of own) expect([encoded, looksHashed(encoded)]).toEqual([encoded, true])
  })

  it('looks hashed with what its system writes around it', () => {
    const wrapped = vectorsIn('password-wrappers').filter((encoded) => unwrapOnce(encoded) !== undefined)
    expect(wrapped.length).toBeGreaterThan(100)
    for (const encoded of wrapped) expect([encoded, looksHashed(encoded)]).toEqual([encoded, true])
  })

  it.each([
    [
      'with white space around it, as a spreadsheet leaves it',
      ' $2y$10$CUN9zyid7Q1axhchw36u5.nyHt88mhsd3mBlgvOCXJvaWrCxjAvmS\r\n',
    ],
    [
      'with a lock before it',
      '!$6$rounds=1000$1qrh5nLiQ.SwDiJr$soxNmIjI/oQfduT/Jr/tvAmAUdmgqgyVzWfvZhqWDtpyP5QM9Xm6iejAay',
    ],
    ['of a cost that nobody can pay', '$2y$31$CUN9zyid7Q1axhchw36u5.nyHt88mhsd3mBlgvOCXJvaWrCxjAvmS'],
    ['that a column has cut short', '$2y$10$CUN9zyid7Q1axhchw36u5.nyHt88mhs'],
    ['of yescrypt', '$y$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o.9agCG9G317fhZg9SqC.5i5rd.RhAtQ7'],
    [
      'of argon2 with a salt of one byte',
      '$argon2id$v=19$m=65536,t=3,p=4$cw$RdescudvJCsgt3ub+b4dWRWJTmaaJObG',
    ],
    ['of Spring', '{bcrypt}$2a$10$dXJ3SW6G7P50lGmMkkmwe.20cQQubK3.HZWzG3YB1tlRy.fqvM/BG'],
    [
      'of Spring, by PBKDF2',
      '{pbkdf2}5d923b44a6d129f3ddf3e3c8d29412723dcbde72445e8ef6bf3b508fbf17fa4ed4d6b99ca763d8dc',
    ],
    ['of Dovecot', '{ARGON2ID}$argon2id$v=19$m=65536,t=3,p=1$c29tZXNhbHQ$RdescudvJCsgt3ub+b4dWRWJTmaaJObG'],
    ['of 389 Directory Server', '{PBKDF2_SHA256}AAAIAJ0m2hRa0jzH3p0Bd9Lq5rO0q7mQ2L3a4m9rC1s8Zt7v'],
    [
      'of Django, with more rounds than we run',
      'pbkdf2_sha256$870000000$5Rb6pjWk3vVZ8zg2$0gzy1c7bOaVdRZ1WdG7h2i6Vd5qkzQnq4m2r1kHq1dA=',
    ],
  ])('looks hashed also %s', (_, text) => {
    expect(looksHashed(text)).toBe(true)
  })

  it('is known with a pepper set, which makes bcrypt ambiguous', async () => {
    const peppered = await openPasswordVerifier({ devisePepper: conceal('pepper') })
    expect(peppered.looksHashed('$2a$04$i.oESLVyqzLwnVnkUC0QruJufOqXgGC9aTUVYWd.1X5U4ps/iygOW')).toBe(true)
  })
})

describe('a text that may be a password', () => {
  const bare = hashFormats()
    .filter(({ mustBeNamed, id }) => mustBeNamed && !id.startsWith('argon2'))
    .flatMap(({ read }) => hashes.filter((encoded) => read(encoded) !== undefined))
    .filter((encoded) => /^[0-9a-fA-F]+$/u.test(encoded))

  it('looks like none, though it is nothing but hex digits', () => {
    expect(bare.length).toBeGreaterThan(10)
    for (const encoded of bare) expect([encoded, looksHashed(encoded)]).toEqual([encoded, false])
  })

  it.each([
    '',
    'correct horse battery staple',
    '$ecret$pass',
    '$1$dollar',
    '$2y$10$',
    '$5$ a coffee, and then some more of it',
    '$6$ million dollar man',
    '$P$word',
    '{SSHA}',
    '{hello} world, this is a long one',
    '{"json": true}',
    'sha1$',
    'bcrypt is a hash',
    'pbkdf2_sha256',
    '*star*',
    '!!!',
    'password123:salt',
    'c2VjcmV0',
    '$2y$ begins many a hash, and my password',
    `$2y$10$${'x y '.repeat(20)}`,
    '密码密码密码密码密码',
    '\ud800',
    'x'.repeat(4096),
    '$'.repeat(1024),
    '{'.repeat(1024),
    `$argon2id$${'='.repeat(8)}`,
  ])('looks like none: %s', (text) => {
    expect(looksHashed(text)).toBe(false)
  })
})
