import { existsSync, writeFileSync } from 'node:fs'
import { parseLdif } from '@keepsake/app/foreign'
import { describe, expect, it } from 'vitest'
import { detailsVectors } from '../../adapters/password/details-vectors.ts'
import { hashVectors } from '../../adapters/password/vectors.ts'
import { jsonLines, workplace } from '../keepsake.ts'

/** `printf %s "correct horse" | openssl dgst -md5 -r` */
const md5 = '3cb4e732631f47e6eb961f34554b7cde'
/** `htpasswd -nbBC 10 u "correct horse"` */
const bcrypt = '$2y$10$CUN9zyid7Q1axhchw36u5.nyHt88mhsd3mBlgvOCXJvaWrCxjAvmS'
const memoryBomb = '$argon2id$v=19$m=16777216,t=2,p=1$c2FsdHNhbHQ$MDEyMzQ1Njc4OWFiY2RlZg'

const lines = (...values: readonly object[]): string =>
  values.map((value) => JSON.stringify(value)).join('\n')

describe('keepsake hash', () => {
  it('explains what every hash may be, and needs no configuration', async () => {
    const place = workplace()
    const input = lines({ encoded: bcrypt }, { encoded: md5 }, { encoded: memoryBomb }, { encoded: 'canary' })
    const { code, out, error } = await place.run(['-c', 'absent.json', 'hash', 'explain'], { input })
    expect({ code, error }).toStrictEqual({ code: 1, error: '' })
    expect(jsonLines(out)).toMatchObject([
      { verdict: 'known', candidates: [{ format: 'bcrypt', parameters: { cost: 10 } }] },
      { verdict: 'ambiguous', candidates: [{ format: 'nt-hash' }, { format: 'md5', strength: 'weak' }] },
      { verdict: 'refused', candidates: [{ format: 'argon2id', withinBounds: false }] },
      { verdict: 'unknown', candidates: [] },
    ])
    expect(out).not.toContain(md5)
  })

  it('verifies known passwords as a sign-in would, and repeats neither hash nor password', async () => {
    const place = workplace()
    const password = 'correct horse'
    const input = lines(
      { encoded: bcrypt, password },
      { encoded: bcrypt, password: 'canary' },
      { encoded: md5, password },
      { encoded: md5, password, format: 'md5' },
      { encoded: md5, password, format: 'bcrypt' },
      { encoded: memoryBomb, password },
      { encoded: 'canary', password },
      { encoded: bcrypt },
    )
    const { code, out } = await place.run(['hash', 'verify'], { input })
    expect(code).toBe(2)
    expect(jsonLines(out)).toMatchObject([
      { verdict: 'outdated', format: 'bcrypt' },
      { verdict: 'wrong', format: 'bcrypt' },
      { verdict: 'ambiguous', candidates: ['nt-hash', 'md5'] },
      { verdict: 'outdated', format: 'md5' },
      { verdict: 'unknown', candidates: ['nt-hash', 'md5'] },
      { verdict: 'refused' },
      { verdict: 'unknown' },
      { verdict: 'invalid' },
    ])
    for (const secret of [password, 'canary', md5]) expect(out).not.toContain(secret)
  })

  it('tells markers and clear texts from hashes, and looks past white space', async () => {
    const encoded = ['!!', '{SASL}canary', '{noop}canary', ` ${bcrypt}\n`]
    const explained = await workplace().run(['hash', 'explain'], {
      input: lines(...encoded.map((each) => ({ encoded: each }))),
    })
    const verified = await workplace().run(['hash', 'verify'], {
      input: lines(...encoded.map((each) => ({ encoded: each, password: 'correct horse' }))),
    })
    const verdicts = ({ out }: { readonly out: string }): readonly unknown[] =>
      jsonLines(out).map((line) => (line as { readonly verdict: unknown }).verdict)
    expect(verdicts(explained)).toEqual(['no-password', 'no-password', 'in-clear', 'known'])
    expect(verdicts(verified)).toEqual(['no-password', 'no-password', 'in-clear', 'outdated'])
    expect(explained.out + verified.out).not.toContain('canary')
  })

  it('verifies the hashes of an LDAP export, as they stand behind userPassword', async () => {
    const place = workplace()
    const vectors = ['{SSHA}', '{SMD5}', '{CRYPT}$6$'].map((scheme) =>
      hashVectors('ldap').find(
        ({ encoded, password }) => encoded.startsWith(scheme) && /[^ -~]/u.test(password),
      )!,
    )
    const fold = (line: string): string => (line.match(/.{1,76}/gsu) ?? []).join('\n ')
    const ldif = vectors
      .map(({ encoded }, index) =>
        [
          `dn: uid=u${index},ou=people,dc=example,dc=com`,
          'objectClass: inetOrgPerson',
          `uid: u${index}`,
          fold(`userPassword:: ${Buffer.from(encoded).toString('base64')}`),
          '',
        ].join('\n'),
      )
      .join('\n')
    const exported = parseLdif(ldif).map((entry) => entry._unsafeUnwrap()['userPassword']?.[0])
    expect(exported).toEqual(vectors.map(({ encoded }) => encoded))
    const input = lines(...vectors.map(({ password }, index) => ({ encoded: exported[index], password })))
    const { code, out } = await place.run(['hash', 'verify'], { input })
    expect(jsonLines(out)).toEqual([
      { verdict: 'outdated', format: 'ldap-ssha' },
      { verdict: 'outdated', format: 'ldap-smd5' },
      { verdict: 'outdated', format: expect.stringMatching(/^(?:ldap-crypt|sha512-crypt)$/u) },
    ])
    expect(code).toBe(0)
  })

  it('takes what is said of a hash: in hash verify, and in a file of users', async () => {
    const { encoded, password } = detailsVectors('forms').find(({ prehash }) => prehash === 'sha512-hex')!
    const place = workplace()
    const said = [{ prehash: 'sha512-hex' }, {}, { prehash: 'md5-hex' }, { prehash: 'rot13' }]
    const input = lines(...said.map((each) => ({ encoded, password, ...each })))
    const { out, code } = await place.run(['hash', 'verify'], { input })
    expect(jsonLines(out)).toMatchObject([
      { verdict: 'outdated', format: 'bcrypt;prehash=sha512-hex' },
      { verdict: 'wrong', format: 'bcrypt' },
      { verdict: 'wrong', format: 'bcrypt;prehash=md5-hex' },
      { verdict: 'invalid', errors: [{ code: 'password.prehash_unknown', path: 'prehash' }] },
    ])
    expect(code).toBe(1)

    const list = [{ username: 'bob', password: encoded }]
    place.write('users.json', { list, options: { keepPassword: true, passwordPrehash: 'sha512-hex' } })
    expect((await place.run(['import', 'users', 'users.json'])).code).toBe(0)
    const signIn = await place.run(['sign-in'], { input: lines({ login: 'bob', password }) })
    expect(jsonLines(signIn.out)).toMatchObject([{ verdict: 'signed_in' }])
  })

  it('takes an expression, and says what is missing of what it is of', async () => {
    const place = workplace()
    const { encoded, password, format } = detailsVectors('nested')[0]!
    const [hash, salt] = encoded.split(':')
    const input = lines(
      { encoded, password, format },
      { encoded: hash, password, format, salt },
      { encoded: hash, password, format },
      { encoded, password, format: 'sha1(' },
    )
    const { out } = await place.run(['hash', 'verify'], { input })
    expect(jsonLines(out)).toMatchObject([
      { verdict: 'outdated', format: 'nested-digest' },
      { verdict: 'outdated', format: 'nested-digest' },
      { verdict: 'invalid', errors: [{ code: 'password.detail_missing', path: 'salt' }] },
      { verdict: 'invalid', errors: [{ code: 'password.expression_malformed', path: 'format' }] },
    ])
  })

  it('answers with exit code 0 where every password is right', async () => {
    const input = lines({ encoded: bcrypt, password: 'correct horse' })
    expect((await workplace().run(['hash', 'verify'], { input })).code).toBe(0)
  })

  it('says how to import what it could not tell', async () => {
    const place = workplace()
    const list = [{ username: 'bob', password: md5 }]
    const run = async (options: object): Promise<number | null> => {
      place.write('users.json', { list, options: { keepPassword: true, ...options } })
      return (await place.run(['import', 'users', 'users.json'])).code
    }
    expect(await run({})).toBe(1)
    expect(await run({ passwordFormat: 'md5' })).toBe(0)
    const input = lines({ login: 'bob', password: 'correct horse' })
    expect(jsonLines((await place.run(['sign-in'], { input })).out)).toMatchObject([{ verdict: 'signed_in' }])
    expect(place.query('SELECT hash_format FROM keepsake_credentials')).toEqual([{ hash_format: 'argon2id' }])
  })
})

describe('keepsake import users with canaries', () => {
  const list = [
    { username: 'bob', email: 'Bob@Example.com', password: bcrypt },
    { username: 'eve', password: bcrypt },
  ]

  it.each<readonly [string, readonly object[], number, number, string]>([
    [
      'right',
      [
        { login: 'bob', password: 'correct horse' },
        { login: 'eve', password: 'correct horse' },
      ],
      0,
      2,
      '',
    ],
    [
      'of which one is wrong',
      [
        { login: 'Bob@Example.com', password: 'canary' },
        { login: 'eve', password: 'correct horse' },
      ],
      1,
      0,
      'list.0.password is not the password that is known of this user, so nothing was written (password.canary_failed)',
    ],
    [
      'of nobody in the file',
      [{ login: 'nobody', password: 'canary' }],
      1,
      0,
      'canaries.0.login leads to no user (user.not_found)',
    ],
    ['of another shape', [{ login: 'bob' }], 2, 0, 'canaries.0.password is required (request.field_missing)'],
  ])('%s', async (_, canaries, expected, users, said) => {
    const place = workplace()
    place.write('users.json', { list, options: { keepPassword: true } })
    const input = place.at('canaries.ndjson')
    writeFileSync(input, lines(...canaries))
    const { code, out, error } = await place.run(['import', 'users', 'users.json', '--canaries', input])
    expect(code).toBe(expected)
    expect(error.trim()).toBe(said)
    expect(`${out}${error}`).not.toContain('correct horse')
    const there = existsSync(place.at('users.db')) ? place.query('SELECT id FROM keepsake_users') : []
    expect(there).toHaveLength(users)
  })
})
