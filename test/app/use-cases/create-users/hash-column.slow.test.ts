import { describe, expect, test } from 'vitest'
import { inShort, issuesOf, openSubject, storages, valueOf } from '../../../builders/keepsake.ts'

/** `htpasswd -nbBC 10 u "correct horse"` */
const bcrypt = '$2y$10$CUN9zyid7Q1axhchw36u5.nyHt88mhsd3mBlgvOCXJvaWrCxjAvmS'
const options = { keepPassword: true }

describe.each(storages)('on $name, a user', ({ open }) => {
  test.each([
    '!',
    '*',
    '!!',
    'x',
    '*LK*',
    'NP',
    '{SASL}bob@example.com',
    `!${bcrypt}`,
    `!${'aZ09'.repeat(10)}`,
  ])('whose system says %s has no password, and the import warns of it', async (password) => {
    const { keepsake, rest } = await openSubject(open)
    const list = [
      { username: 'bob', password },
      { username: 'eve', password: bcrypt },
    ]
    const report = await valueOf(keepsake.users.create({ list, options }))
    expect(inShort(report.warnings)).toEqual(['list.0.password password.kept_marks_no_password'])
    expect(report.created[0]!.account.password).toBeUndefined()
    const ids = [report.created[0]!.account.user.id]
    expect(await valueOf(rest.credentials.findByUserIds(ids))).toEqual([])
    for (const text of [password, 'correct horse', ''])
      expect((await valueOf(keepsake.signIn({ login: 'bob', password: text }))).verdict).toBe(
        'wrong_credentials',
      )
    expect((await valueOf(keepsake.signIn({ login: 'eve', password: 'correct horse' }))).verdict).toBe(
      'signed_in',
    )
  })

  test.each([` ${bcrypt}`, `${bcrypt}\n`, `\t${bcrypt}\r\n`, `${bcrypt}   `])(
    'signs in though there is white space around the hash: %j',
    async (password) => {
      const { keepsake, rest } = await openSubject(open)
      const { created, warnings } = await valueOf(
        keepsake.users.create({ list: [{ username: 'bob', password }], options }),
      )
      expect(warnings).toEqual([])
      const [kept] = await valueOf(rest.credentials.findByUserIds([created[0]!.account.user.id]))
      expect(kept?.hash.encoded).toBe(bcrypt)
      const signIn = { login: 'bob', password: 'correct horse' }
      expect((await valueOf(keepsake.signIn(signIn))).verdict).toBe('signed_in')
    },
  )

  test.each(['{noop}', '{PLAIN}', '{CLEAR}', '{cleartext}'])(
    'whose password was never hashed, behind %s, gets a hash of the pool’s, and the import warns of it',
    async (scheme) => {
      const { keepsake, rest } = await openSubject(open)
      const list = [{ username: 'bob', password: `${scheme}correct horse` }]
      const { created, warnings } = await valueOf(keepsake.users.create({ list, options }))
      expect(inShort(warnings)).toEqual(['list.0.password password.kept_in_clear'])
      const [kept] = await valueOf(rest.credentials.findByUserIds([created[0]!.account.user.id]))
      expect(kept?.hash.format).toBe('argon2id')
      const signIn = { login: 'bob', password: 'correct horse' }
      expect((await valueOf(keepsake.signIn(signIn))).verdict).toBe('signed_in')
    },
  )

  test('whose password was never hashed counts among those to hash, and is judged by the policy', async () => {
    const { keepsake } = await openSubject(open, {
      settings: {
        limits: { rows: 10, rowsToHash: 1 },
        passwords: { imported: 'enforce' },
      },
    })
    const row = (username: string, password: string) => ({ username, password })
    const long = '{noop}monsoon tulip river 74 lamp'
    expect(
      await issuesOf(keepsake.users.create({ list: [row('bob', long), row('eve', long)], options })),
    ).toEqual(['list password.too_many_to_hash'])
    expect(await issuesOf(keepsake.users.create({ list: [row('bob', '{noop}tulip-74')], options }))).toEqual([
      'list.0.password password.too_short',
    ])
    expect(
      (await valueOf(keepsake.users.create({ list: [row('bob', long)], options }))).created,
    ).toHaveLength(1)
  })

  /** `htpasswd -nbBC 5 u "$(printf 'Ame\xcc\x81lie cafe\xcc\x81')"`, and the same with `\xc3\xa9`. */
  test.each([
    ['NFD', '$2y$05$VbRyJQb/Xgn/p3VO.epXQuOR7ctdY47Rb.mvFGxgep1aAZbRXEB3.'],
    ['NFC', '$2y$05$dkzCxWpToTAo5wfiKJ239uRDO4035WXvslFCrYTWXpHUU6Sc4PzA.'],
  ])('whose hash is of the form %s signs in with any other', async (_, password) => {
    for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD'] as const) {
      const { keepsake } = await openSubject(open)
      await valueOf(keepsake.users.create({ list: [{ username: 'bob', password }], options }))
      const signIn = { login: 'bob', password: 'Amélie café'.normalize(form) }
      expect((await valueOf(keepsake.signIn(signIn))).verdict).toBe('signed_in')
      expect((await valueOf(keepsake.signIn({ login: 'bob', password: 'Amelie cafe' }))).verdict).toBe(
        'wrong_credentials',
      )
    }
  })
})
