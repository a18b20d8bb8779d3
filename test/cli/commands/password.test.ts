import { describe, expect, it } from 'vitest'
import { jsonLines, workplace, type Workplace } from '../keepsake.ts'

const password = 'nine geese on a raft'
const md5 = '5f4dcc3b5aa765d61d8327deb882cf99'
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

const withUsers = async (file: object, changes: object = {}): Promise<Workplace> => {
  const place = workplace(changes)
  place.write('users.json', file)
  expect(await place.run(['import', 'users', 'users.json'])).toMatchObject({ code: 0 })
  return place
}

const verdictsOf = async (place: Workplace, attempts: readonly object[]): Promise<readonly unknown[]> => {
  const input = attempts.map((attempt) => JSON.stringify(attempt)).join('\n')
  const { out } = await place.run(['sign-in'], { input })
  return jsonLines(out).map((line) => (line as { readonly verdict: unknown }).verdict)
}

describe('keepsake password report', () => {
  it('counts users by the strength of their hashes, before and after they have signed in', async () => {
    const list = ['bob', 'eve', 'zoe'].map((username) => ({ username, password: md5 }))
    const place = await withUsers({
      list: [...list, { username: 'ada' }],
      options: { keepPassword: true, passwordFormat: 'md5' },
    })
    const report = async () => jsonLines((await place.run(['password', 'report'])).out)
    expect(await report()).toStrictEqual([{ strength: 'weak', format: 'md5', cost: '', users: 3 }])
    expect(await verdictsOf(place, [{ login: 'eve', password: 'password' }])).toStrictEqual(['signed_in'])
    expect(await report()).toStrictEqual([
      { strength: 'weak', format: 'md5', cost: '', users: 2 },
      {
        strength: 'strong',
        format: 'argon2id',
        cost: expect.stringContaining('memory=19456') as unknown,
        users: 1,
      },
    ])
  })
})

describe('keepsake password reset', () => {
  it('has a password generated that nobody sees here, and ends the one before', async () => {
    const place = await withUsers({ list: [{ username: 'bob', email: 'bob@example.com', password }] })
    const { code, out, error } = await place.run(['password', 'reset', 'Bob@example.com'])
    expect({ code, error }).toStrictEqual({ code: 0, error: '' })
    expect(jsonLines(out)).toStrictEqual([
      { userId: expect.any(String) as unknown, outcome: 'has a new password, which waits in the outbox' },
    ])
    expect(await verdictsOf(place, [{ login: 'bob', password }])).toStrictEqual(['wrong_credentials'])
    expect(
      place.query('SELECT document FROM keepsake_outbox').map(({ document }) => JSON.parse(String(document))),
    ).toMatchObject([{ kind: 'password-generated', to: 'bob@example.com' }])
  })

  it('says why it cannot be told, and leaves the password', async () => {
    const place = await withUsers({ list: [{ username: 'bob', password }] })
    const { code, error } = await place.run(['password', 'reset', 'bob'])
    expect({ code, error }).toStrictEqual({
      code: 1,
      error: expect.stringContaining('(notice.address_missing)') as unknown,
    })
    expect(await verdictsOf(place, [{ login: 'bob', password }])).toStrictEqual(['signed_in'])
  })
})

describe('keepsake password resend-activation', () => {
  const invited = {
    list: [{ username: 'bob', email: 'bob@example.com' }],
    options: { autoGeneratePassword: true, sendNotification: { sendEmailNotification: true } },
  }

  it('has another link wait in the outbox for a user who has no password yet', async () => {
    const place = await withUsers(invited, { activationUrl: 'https://login.example.com/activate' })
    const { code, out, error } = await place.run(['password', 'resend-activation', 'bob'])
    expect({ code, error }).toStrictEqual({ code: 0, error: '' })
    expect(jsonLines(out)).toMatchObject([{ outcome: 'is sent another link, which waits in the outbox' }])
    expect(
      place.query('SELECT document FROM keepsake_outbox').map(({ document }) => JSON.parse(String(document))),
    ).toMatchObject([{ kind: 'account-activation' }, { kind: 'account-activation', to: 'bob@example.com' }])
  })

  it('says why there is none for a user who has one', async () => {
    const place = await withUsers({ list: [{ username: 'bob', email: 'bob@example.com', password }] })
    expect(await place.run(['password', 'resend-activation', 'bob'])).toMatchObject({
      code: 1,
      error: expect.stringContaining('(password.already_set)') as unknown,
    })
  })
})

describe('keepsake password require-change', () => {
  it('demands a new password at the next sign-in', async () => {
    const place = await withUsers({ list: [{ username: 'bob', password }] })
    expect((await place.run(['password', 'require-change', 'bob'])).code).toBe(0)
    expect(await verdictsOf(place, [{ login: 'bob', password }])).toStrictEqual(['password_change_required'])
  })

  it('says where a login leads to nobody', async () => {
    expect(await workplace().run(['password', 'require-change', 'nobody'])).toStrictEqual({
      code: 1,
      out: '',
      error: 'This login leads to no user.\n',
    })
  })
})

describe('keepsake unlock', () => {
  it('lets a user try again whose codes were wrong too often', async () => {
    const place = await withUsers({ list: [{ username: 'bob', password, otp: { secret } }] })
    const guess = { login: 'bob', password, code: 'abcdef' }
    const verdicts = await verdictsOf(
      place,
      Array.from({ length: 11 }, () => guess),
    )
    expect(verdicts.at(-1)).toBe('otp_locked')
    expect((await place.run(['unlock', 'bob'])).code).toBe(0)
    expect(await verdictsOf(place, [guess])).toStrictEqual(['wrong_credentials'])
  })
})

describe('keepsake import users with weak hashes', () => {
  it('wraps them in batches of a size that can be waited for, where the pool says so', async () => {
    const list = Array.from({ length: 5 }, (_, index) => ({ username: `user-${index}`, password: md5 }))
    const place = await withUsers(
      { list, options: { keepPassword: true, passwordFormat: 'md5' } },
      { passwords: { weakHashes: 'wrap' }, limits: { rowsToHash: 2 } },
    )
    const rows = place.query('SELECT hash_format, hash_encoded FROM keepsake_credentials')
    expect(new Set(rows.map((row) => row['hash_format']))).toStrictEqual(new Set(['argon2id-over']))
    expect(rows).toHaveLength(5)
    expect(JSON.stringify(rows)).not.toContain(md5)
    expect(await verdictsOf(place, [{ login: 'user-3', password: 'password' }])).toStrictEqual(['signed_in'])
  })
})
