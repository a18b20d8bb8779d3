import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readLines, workplace, type Ran, type Workplace } from '../keepsake.ts'

const user = (id: string, more: object = {}): object => ({
  user_id: `auth0|${id}`,
  email: `${id}@example.com`,
  email_verified: true,
  identities: [{ connection: 'Users', provider: 'auth0', user_id: id, isSocial: false }],
  logins_count: 3,
  ...more,
})
const hash = '$2y$10$CUN9zyid7Q1axhchw36u5.nyHt88mhsd3mBlgvOCXJvaWrCxjAvmS'
const password = (id: string): object => ({
  _id: { $oid: id },
  passwordHash: hash,
  connection: 'Users',
  tenant: 'acme',
})
const lines = (...records: readonly object[]): string =>
  records.map((each) => `${JSON.stringify(each)}\n`).join('')

const move = (place: Workplace, ...args: readonly string[]): Promise<Ran> =>
  place.run(['import', 'users', ...args])

describe('the files of a system', () => {
  test('are given in any order, several of a kind, and compressed', async () => {
    const place = workplace()
    place.write('a.ndjson', lines(user('a1'), user('a2')))
    place.write('b.json', [user('b1')])
    place.write('p.ndjson.gz', gzipSync(lines(password('a1'), password('b1'))))
    const ran = await move(
      place,
      '--from',
      'auth0',
      'p.ndjson.gz',
      'b.json',
      'a.ndjson',
      '--report',
      'r.jsonl',
    )
    expect(ran.code).toBe(0)
    expect(readLines(place.at('r.jsonl')).filter(({ outcome }) => outcome === 'created')).toMatchObject([
      { row: 0, file: 'b.json' },
      { row: 1, file: 'a.ndjson', line: 1 },
      { row: 2, file: 'a.ndjson', line: 2 },
    ])
    const input = JSON.stringify({ login: 'b1@example.com', password: 'correct horse' })
    expect((await place.run(['sign-in'], { input })).out).toContain('signed_in')
  })

  test('come from standard input', async () => {
    const place = workplace()
    const ran = await place.run(['import', 'users', '--from', 'auth0', '-'], { input: lines(user('a1')) })
    expect(ran).toMatchObject({ code: 0 })
  })

  test('are named where their content does not tell what they are', async () => {
    const place = workplace()
    place.write('users.csv', `id,email,encrypted_password,sign_in_count\n1,a@example.com,${hash},2\n`)
    place.write('words.txt', 'salt and pepper\n')
    const ran = await move(place, '--from', 'devise', 'users.csv', '--with', 'pepper=words.txt')
    expect(ran).toMatchObject({ code: 0 })
    expect(await move(place, '--from', 'devise', 'users.csv', '--with', 'salt=words.txt')).toMatchObject({
      code: 2,
      error: 'words.txt cannot be given as salt. Allowed: users, pepper (file.side_unknown)\n',
    })
  })

  test('of another system say whose they are', async () => {
    const place = workplace()
    place.write('users.json', [user('a1')])
    expect(await move(place, '--from', 'keycloak', 'users.json')).toMatchObject({
      code: 2,
      error:
        'users.json is no file of Keycloak. It looks like the file users of Auth0: give --from auth0 (file.of_other_system)\n',
    })
  })

  test('of no system say what may be given', async () => {
    const place = workplace()
    place.write('users.json', [user('a1')])
    place.write('colours.json', [{ red: 1 }])
    const ran = await move(place, '--from', 'auth0', 'users.json', 'colours.json')
    expect(ran).toMatchObject({ code: 2 })
    expect(ran.error).toContain('colours.json does not look like a file of Auth0')
    expect(ran.error).toContain('users, passwords, mfa')
  })

  test('of no users say so', async () => {
    const place = workplace()
    place.write('passwords.ndjson', lines(password('a1')))
    const ran = await move(place, '--from', 'auth0', 'passwords.ndjson')
    expect(ran).toMatchObject({ code: 2 })
    expect(ran.error).toContain('file.users_missing')
  })
})

describe('a file that breaks', () => {
  const broken = async (name: string, content: string | Uint8Array, from = 'auth0'): Promise<string> => {
    const place = workplace()
    place.write(name, content)
    const ran = await move(place, '--from', from, name)
    expect(ran).toMatchObject({ code: 2, out: '' })
    return ran.error
  }
  const whole = JSON.stringify([user('a1'), user('a2')], undefined, 1)

  test('is named with the place, whatever its form', async () => {
    expect(await broken('users.json', whole.slice(0, -30))).toMatch(/^users\.json, line \d+, column \d+/u)
    expect(await broken('users.json', whole.replace('a2@', '\u0001a2@'))).toMatch(
      /^users\.json, line 1[0-9]/u,
    )
    expect(
      await broken('users.json', Buffer.from(whole.replace('"auth0|a2"', '"auth0|\u00fc"'), 'latin1')),
    ).toMatch(/line \d+, column \d+.*\n.*file\.encoding_wrong/su)
    expect(await broken('users.ndjson.gz', gzipSync(lines(user('a1'))).subarray(0, 60))).toContain(
      'file.compression_broken',
    )
    expect(await broken('users.html', '<!doctype html><p>Not found</p>')).toContain('HTML')
  })

  test('writes nothing, even if its last record is broken', async () => {
    const place = workplace()
    place.write('users.json', `[${JSON.stringify(user('a1'))},{"user_id":}]`)
    expect(await move(place, '--from', 'auth0', 'users.json')).toMatchObject({ code: 2 })
    expect((await place.run(['list'])).out).toBe('')
  })

  test('refuses a broken entry of LDIF by itself, with its line', async () => {
    const place = workplace()
    const entry = (name: string): string =>
      `dn: uid=${name},dc=example\nobjectClass: inetOrgPerson\nuid: ${name}\nsn: ${name}\ncn: ${name}\n\n`
    place.write('people.ldif', `${entry('ann')}dn: uid=x,dc=example\nno attribute\n\n${entry('bob')}`)
    const ran = await move(place, '--from', 'ldap', 'people.ldif')
    expect(ran).toMatchObject({ code: 1 })
    expect(ran.error).toContain('line 7: list.1')
    expect(ran.out).toMatch(/created +2/u)
  })
})

describe('what cannot come along', () => {
  test('is a warning, unless it is let go', async () => {
    const record = user('a1', { app_metadata: { size: 'XL', level: 2 }, tenant_hint: 'eu', roles: ['admin'] })
    const place = workplace()
    place.write('users.ndjson', lines(record))
    const ran = await move(place, '--from', 'auth0', 'users.ndjson', '--report', 'r.jsonl')
    expect(ran).toMatchObject({ code: 0 })
    expect(ran.error).toContain(
      '{"customFields":{"size":{"type":"string"},"level":{"type":"number"},"roles":{"type":"list"}}}',
    )
    const paths = (name: string): unknown =>
      readLines(place.at(name)).flatMap(({ outcome, issues }) =>
        outcome === 'warning' ? (issues as { path: unknown }[]).map(({ path }) => path) : [],
      )
    expect(paths('r.jsonl')).toEqual(
      expect.arrayContaining(['list.0.tenant_hint', 'list.0.customData.size', 'list.0.customData.roles']),
    )
    for (const drop of ['tenant_hint,customData.size', 'all']) {
      const other = workplace()
      other.write('users.ndjson', lines(record))
      await move(other, '--from', 'auth0', 'users.ndjson', '--drop', drop, '--report', 'r.jsonl')
      const left = readLines(other.at('r.jsonl')).filter(({ outcome }) => outcome === 'warning')
      expect(JSON.stringify(left)).not.toMatch(/tenant_hint|size/u)
      expect(left.length).toBe(drop === 'all' ? 0 : 1)
    }
  })
})

test('groups are departments, and those that the pool does not know are named with the configuration', async () => {
  const users = [
    {
      username: 'ann',
      enabled: true,
      createdTimestamp: 1683792930000,
      id: 'a1',
      groups: ['/sales/eu', '/hr'],
    },
  ]
  const open = workplace()
  open.write('users.json', { realm: 'acme', users })
  expect(await move(open, '--from', 'keycloak', 'users.json')).toMatchObject({ code: 0 })
  expect((await open.run(['list'])).out).toMatch(/"departmentIds": ?\["sales\/eu", ?"hr"\]/u)

  const fixed = workplace({ departments: [{ departmentId: 'hr' }] })
  fixed.write('users.json', { realm: 'acme', users })
  const ran = await move(fixed, '--from', 'keycloak', 'users.json')
  expect(ran).toMatchObject({ code: 0 })
  expect(ran.error).toContain('{"departments":[{"departmentId":"sales/eu"}]}')
  expect((await fixed.run(['list'])).out).toMatch(/"departmentIds": ?\["hr"\]/u)
})

test('rows of our own come from several files', async () => {
  const place = workplace()
  place.write('a.json', [{ username: 'ann', externalId: '1' }])
  place.write('b.csv', 'username,externalId\nbob,2\n')
  expect(await move(place, 'a.json', 'b.csv')).toMatchObject({ code: 0 })
})
