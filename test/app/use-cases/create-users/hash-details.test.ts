import { describe, expect, test } from 'vitest'
import { detailsVectors } from '../../../adapters/password/details-vectors.ts'
import { issuesOf, openSubject, storages, valueOf } from '../../../builders/identity.ts'

/** `openssl dgst -sha512` of "correct horse" in hex, then htpasswd: see the vectors. */
const ofSha512 = detailsVectors('forms').find(({ prehash }) => prehash === 'sha512-hex')!
const inGbk = detailsVectors('forms').find(({ stored }) => stored === 'md5;encoding=gbk')!

describe.each(storages)('on $name, what is said of a kept hash', ({ open }) => {
  test('holds for the batch, and a row may say otherwise', async () => {
    const { identity, rest } = await openSubject(open)
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
    const { created } = await valueOf(identity.createUsers({ list, options }))
    const ids = created.map(({ account }) => account.user.id)
    const kept = await valueOf(rest.credentials.findByUserIds(ids))
    expect(kept.map(({ hash }) => hash.format).toSorted()).toEqual([
      'bcrypt;prehash=sha512-hex',
      'md5;encoding=gbk',
    ])
    const verdictOf = async (login: string, password: string): Promise<string> =>
      (await valueOf(identity.signIn({ login, password }))).verdict
    expect(await verdictOf('batch', `${ofSha512.password}.`)).toBe('wrong_credentials')
    expect(await verdictOf('batch', ofSha512.password)).toBe('signed_in')
    expect(await verdictOf('row', inGbk.password)).toBe('signed_in')
    // From then on the hash is of the password itself.
    const upgraded = await valueOf(rest.credentials.findByUserIds(ids))
    expect(upgraded.map(({ hash }) => hash.format)).toEqual(['argon2id', 'argon2id'])
    expect(await verdictOf('batch', ofSha512.password)).toBe('signed_in')
  })

  test('is checked by canaries before anything is written', async () => {
    const { identity } = await openSubject(open)
    const list = [{ username: 'bob', password: ofSha512.encoded }]
    const canaries = [{ row: 0, password: ofSha512.password }]
    expect(await issuesOf(identity.createUsers({ list, canaries, options: { keepPassword: true } }))).toEqual(
      ['list.0.password password.canary_failed'],
    )
    const options = { keepPassword: true, passwordPrehash: 'sha512-hex' }
    expect((await valueOf(identity.createUsers({ list, canaries, options }))).created).toHaveLength(1)
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
  ])('is refused where it makes no sense: %j %j', async (row, batch, expected) => {
    const { identity } = await openSubject(open)
    const list = [{ username: 'bob', password: ofSha512.encoded, ...row }]
    const options = { keepPassword: true, ...batch }
    expect(await issuesOf(identity.createUsers({ list, options }))).toEqual([expected])
  })

  test.each([
    ['passwordPrehash', 'sha512-hex'],
    ['passwordEncoding', 'gbk'],
    ['passwordFormat', 'bcrypt'],
  ])('is refused where no hash is kept: %s', async (name, value) => {
    const { identity } = await openSubject(open)
    const list = [{ username: 'bob', password: 'monsoon tulip river 74 lamp' }]
    expect(await issuesOf(identity.createUsers({ list, options: { [name]: value } }))).toEqual([
      `options.${name} password.format_without_keep`,
    ])
    const row = { ...list[0]!, [name]: value }
    expect(await issuesOf(identity.createUsers({ list: [row] }))).toEqual([
      `list.0.${name} password.format_without_keep`,
    ])
  })
})
