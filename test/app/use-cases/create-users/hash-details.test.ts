import type { NewUser } from '@keepsake/domain'
import { describe, expect, test } from 'vitest'
import { detailsVectors } from '../../../adapters/password/details-vectors.ts'
import { issuesOf, openSubject, storages, valueOf } from '../../../builders/keepsake.ts'

/** `openssl dgst -sha512` of "correct horse" in hex, then htpasswd: see the vectors. */
const ofSha512 = detailsVectors('forms').find(({ prehash }) => prehash === 'sha512-hex')!
const vectorOf = (name: string, format: string) =>
  detailsVectors(name).find((vector) => vector.format === format)!
const redmine = vectorOf('nested', 'sha1(salt + sha1(password))')
const smf = vectorOf('nested', 'sha1(lower(username) + password)')
const hexSalted = vectorOf('salts', 'sha256-salt-prefix')
const inGbk = detailsVectors('forms').find(({ stored }) => stored === 'md5;encoding=gbk')!

describe.each(storages)('on $name, what is said of a kept hash', ({ open }) => {
  test('holds for the batch, and a row may say otherwise', async () => {
    const { keepsake, rest } = await openSubject(open)
    const list = [
      { username: 'batch', password: ofSha512.encoded },
      {
        username: 'row',
        password: inGbk.encoded,
        passwordFormat: 'md5',
        passwordPrehash: 'none',
        passwordEncoding: 'GBK',
      },
    ]
    const options = { keepPassword: true, passwordPrehash: 'sha512-hex' }
    const { created } = await valueOf(keepsake.users.create({ list, options }))
    const ids = created.map(({ account }) => account.user.id)
    const kept = await valueOf(rest.credentials.findByUserIds(ids))
    expect(kept.map(({ hash }) => hash.format).toSorted()).toEqual([
      'bcrypt;prehash=sha512-hex',
      'md5;encoding=gbk',
    ])
    const verdictOf = async (login: string, password: string): Promise<string> =>
      (await valueOf(keepsake.signIn({ login, password }))).verdict
    expect(await verdictOf('batch', `${ofSha512.password}.`)).toBe('wrong_credentials')
    expect(await verdictOf('batch', ofSha512.password)).toBe('signed_in')
    expect(await verdictOf('row', inGbk.password)).toBe('signed_in')
    // From then on the hash is of the password itself.
    const upgraded = await valueOf(rest.credentials.findByUserIds(ids))
    expect(upgraded.map(({ hash }) => hash.format)).toEqual(['argon2id', 'argon2id'])
    expect(await verdictOf('batch', ofSha512.password)).toBe('signed_in')
  })

  test('may be an expression of how it is made, a salt in a field, and the name of its user', async () => {
    const { keepsake, rest } = await openSubject(open)
    const [encoded = '', salt = ''] = redmine.encoded.split(':')
    const list = [
      { username: 'whole', password: redmine.encoded },
      { username: 'parted', password: encoded, passwordSalt: salt },
      { username: smf.username!, password: smf.encoded, passwordFormat: 'smf' },
    ]
    const options = { keepPassword: true, passwordFormat: 'sha1(salt + sha1(password))' }
    const { created } = await valueOf(keepsake.users.create({ list, options }))
    const ids = created.map(({ account }) => account.user.id)
    const kept = await valueOf(rest.credentials.findByUserIds(ids))
    expect(kept.map(({ hash }) => hash.format)).toEqual(['nested-digest', 'nested-digest', 'nested-digest'])
    const verdictOf = async (login: string, password: string): Promise<string> =>
      (await valueOf(keepsake.signIn({ login, password }))).verdict
    for (const login of ['whole', 'parted']) {
      expect(await verdictOf(login, `${redmine.password}.`)).toBe('wrong_credentials')
      expect(await verdictOf(login, redmine.password)).toBe('signed_in')
      expect(await verdictOf(login, redmine.password)).toBe('signed_in')
    }
    expect(await verdictOf(smf.username!, smf.password)).toBe('signed_in')
  })

  test.each(['keep', 'wrap'] as const)('rests as the pool says of weak hashes: %s', async (weakHashes) => {
    const { keepsake, rest } = await openSubject(open, { settings: { passwords: { weakHashes } } })
    const list = [{ username: 'bob', password: redmine.encoded, passwordFormat: 'redmine' }]
    const { created } = await valueOf(keepsake.users.create({ list, options: { keepPassword: true } }))
    const [kept] = await valueOf(rest.credentials.findByUserIds([created[0]!.account.user.id]))
    expect(kept?.hash.format).toBe(weakHashes === 'wrap' ? 'argon2id-over' : 'nested-digest')
    const signIn = { login: 'bob', password: redmine.password }
    expect((await valueOf(keepsake.signIn(signIn))).verdict).toBe('signed_in')
  })

  test('is the batch’s in parameters, unless the row names another format', async () => {
    const { keepsake } = await openSubject(open)
    const list = [
      { username: 'bob', password: hexSalted.encoded, passwordSalt: hexSalted.salt! },
      { username: 'eve', password: redmine.encoded, passwordFormat: 'redmine' },
    ]
    const options = {
      keepPassword: true,
      passwordFormat: hexSalted.format!,
      passwordParameters: hexSalted.parameters!,
    }
    await valueOf(keepsake.users.create({ list, options }))
    for (const [login, { password }] of [
      ['bob', hexSalted],
      ['eve', redmine],
    ] as const)
      expect((await valueOf(keepsake.signIn({ login, password }))).verdict).toBe('signed_in')
  })

  test('is checked by canaries before anything is written', async () => {
    const { keepsake } = await openSubject(open)
    const list = [{ username: 'bob', password: ofSha512.encoded }]
    const canaries = [{ row: 0, password: ofSha512.password }]
    expect(
      await issuesOf(keepsake.users.create({ list, canaries, options: { keepPassword: true } })),
    ).toEqual(['list.0.password password.canary_failed'])
    const options = { keepPassword: true, passwordPrehash: 'sha512-hex' }
    expect((await valueOf(keepsake.users.create({ list, canaries, options }))).created).toHaveLength(1)
  })

  test.each([
    [{ passwordPrehash: 'sha512' }, {}, 'list.0.passwordPrehash password.prehash_unknown'],
    [{}, { passwordPrehash: 'md4-hex' }, 'options.passwordPrehash password.prehash_unknown'],
    [{ passwordEncoding: 'ebcdic' }, {}, 'list.0.passwordEncoding password.encoding_unknown'],
    [{}, { passwordEncoding: '__proto__' }, 'options.passwordEncoding password.encoding_unknown'],
    [
      { password: 'a'.repeat(32), passwordFormat: 'nt-hash', passwordEncoding: 'utf-16le' },
      {},
      'list.0.passwordEncoding password.detail_not_taken',
    ],
    [{ passwordSalt: 'x' }, {}, 'list.0.passwordSalt password.detail_not_taken'],
    [{}, { passwordParameters: { rounds: 4 } }, 'list.0.passwordParameters password.detail_not_taken'],
    [{}, { passwordFormat: 'sha1(password' }, 'list.0.passwordFormat password.expression_malformed'],
    [
      { password: 'a'.repeat(40), passwordFormat: 'redmine' },
      {},
      'list.0.passwordSalt password.detail_missing',
    ],
    [
      { username: undefined, email: 'a@example.com', password: 'a'.repeat(40), passwordFormat: 'smf' },
      {},
      'list.0.username password.detail_missing',
    ],
    [{ passwordFormat: 'redmin' }, {}, 'list.0.passwordFormat password.format_unknown'],
  ])('is refused where it makes no sense: %j %j', async (row, batch, expected) => {
    const { keepsake } = await openSubject(open)
    const list = [{ username: 'bob', password: ofSha512.encoded, ...row } as NewUser]
    const options = { keepPassword: true, ...batch }
    expect(await issuesOf(keepsake.users.create({ list, options }))).toEqual([expected])
  })

  test.each([
    ['passwordPrehash', 'sha512-hex'],
    ['passwordEncoding', 'gbk'],
    ['passwordFormat', 'bcrypt'],
  ])('is refused where no hash is kept: %s', async (name, value) => {
    const { keepsake } = await openSubject(open)
    const list = [{ username: 'bob', password: 'monsoon tulip river 74 lamp' }]
    expect(await issuesOf(keepsake.users.create({ list, options: { [name]: value } }))).toEqual([
      `options.${name} password.format_without_keep`,
    ])
    const row = { ...list[0]!, [name]: value }
    expect(await issuesOf(keepsake.users.create({ list: [row] }))).toEqual([
      `list.0.${name} password.format_without_keep`,
    ])
  })
})
