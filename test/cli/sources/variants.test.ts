import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { xlsx } from '../../adapters/records/files.ts'
import { jsonLines, workplace, type Workplace } from '../keepsake.ts'
import { filesOf } from './moved.ts'

type Row = Readonly<Record<string, unknown>>

const move = async (
  from: string,
  files: Readonly<Record<string, unknown>>,
  ...flags: readonly string[]
): Promise<Workplace> => {
  const place = workplace()
  for (const [name, content] of Object.entries(files)) place.write(name, content)
  const ran = await place.run(['import', 'users', '--from', from, ...Object.keys(files), ...flags])
  expect(ran).toMatchObject({ code: 0 })
  return place
}

const usersIn = async (place: Workplace): Promise<readonly Row[]> =>
  jsonLines((await place.run(['list'])).out)

const exportOf = (system: string, name: string): string =>
  readFileSync(filesOf(system).find((file) => file.endsWith(`/${name}`)) ?? '', 'utf8')

const verdict = async (place: Workplace, login: string, password: string): Promise<unknown> => {
  const { out } = await place.run(['sign-in'], { input: JSON.stringify({ login, password }) })
  return jsonLines(out)[0]?.['verdict']
}

describe('firebase', () => {
  test('is read from the CSV file of its command, which has no header', async () => {
    const { users } = JSON.parse(exportOf('firebase', 'users.json')) as { users: readonly Row[] }
    // The columns are those of accountExporter.ts of firebase-tools: 28 of them, and a comma at the end of each line.
    const lines = users.map((user) => {
      const cells: unknown[] = Array.from({ length: 28 }, () => '')
      for (const [index, name] of [
        'localId',
        'email',
        'emailVerified',
        'passwordHash',
        'salt',
        'displayName',
        'photoUrl',
      ].entries())
        cells[index] = user[name] ?? ''
      for (const [index, name] of ['createdAt', 'lastSignedInAt', 'phoneNumber', 'disabled'].entries())
        cells[23 + index] = user[name] ?? ''
      return `${cells.map((cell) => (String(cell).includes(',') ? `"${String(cell)}"` : String(cell))).join(',')},\n`
    })
    const place = await move('firebase', {
      'users.csv': lines.join(''),
      'config.txt': exportOf('firebase', 'hash-config.txt'),
    })
    expect((await usersIn(place)).length).toBe(users.length)
    expect(await verdict(place, 'marta.okonjo@example.com', 'tulip-river-74')).toBe('signed_in')
  })

  test('takes its hash parameters as JSON too', async () => {
    const config = {
      algorithm: 'SCRYPT',
      base64_signer_key: /base64_signer_key: (\S+),/u.exec(exportOf('firebase', 'hash-config.txt'))?.[1],
      base64_salt_separator: 'Bw==',
      rounds: 8,
      mem_cost: 14,
    }
    const place = await move('firebase', {
      'config.json': config,
      'users.json': exportOf('firebase', 'users.json'),
    })
    expect(await verdict(place, 'marta.okonjo@example.com', 'tulip-river-74')).toBe('signed_in')
  })
})

describe('cognito', () => {
  const { Users } = JSON.parse(exportOf('cognito', 'list-users.json')) as { Users: readonly Row[] }
  const page = (users: readonly Row[]): object => ({ Users: users, PaginationToken: 'next' })

  test('is read from pages: a file each, a line each, or a list of them', async () => {
    const pages = [page(Users.slice(0, 2)), page(Users.slice(2)), page([])]
    const lines = pages.map((each) => `${JSON.stringify(each)}\n`).join('')
    for (const files of [
      { 'a.json': pages[0], 'b.json': JSON.stringify(pages[1], undefined, 2) },
      { 'pages.ndjson': lines },
      { 'pages.json': pages },
    ])
      expect((await usersIn(await move('cognito', files))).length).toBe(Users.length)
  })

  test('is read from a file for an import', async () => {
    const csv =
      'cognito:username,name,given_name,family_name,middle_name,nickname,preferred_username,profile,picture,website,email,email_verified,gender,birthdate,zoneinfo,locale,phone_number,phone_number_verified,address,updated_at,cognito:mfa_enabled\nmarta,,Marta,Okonjo,,,,,,,marta@example.com,TRUE,,,,,+14155550101,FALSE,,,FALSE\n'
    expect(await usersIn(await move('cognito', { 'users.csv': csv }))).toMatchObject([
      { username: 'marta', emailVerified: true, phoneVerified: false, givenName: 'Marta' },
    ])
  })
})

describe('authing', () => {
  test('is read from the spreadsheet of its console', async () => {
    const place = await move('authing', {
      'users.xlsx': await xlsx([
        ['用户 ID', '用户名', '邮箱', '手机号', '姓名', '性别', '状态', '创建时间'],
        [
          '62c51f2b5f1fa8ad5c1d3e11',
          'marta',
          'marta@example.com',
          '18812345678',
          '玛塔',
          '女',
          '正常',
          '2023-05-11 08:15:30',
        ],
        ['62c51f2b5f1fa8ad5c1d3e12', 'sean', '', '18812345679', '肖恩', '男', '停用', '2023-05-11 08:15:30'],
      ]),
    })
    expect(await usersIn(place)).toMatchObject([
      { username: 'marta', name: '玛塔', gender: 'W', status: 'Activated' },
      { username: 'sean', gender: 'M', status: 'Suspended' },
    ])
  })

  test('is read from several answers of list-users', async () => {
    const answer = JSON.parse(exportOf('authing', 'list-users.json')) as { data: { list: readonly Row[] } }
    const part = (list: readonly Row[]): object => ({ ...answer, data: { totalCount: 5, list } })
    const place = await move('authing', {
      '1.json': part(answer.data.list.slice(0, 3)),
      '2.json': part(answer.data.list.slice(3)),
    })
    expect((await usersIn(place)).length).toBe(answer.data.list.length)
  })
})

describe('keycloak', () => {
  test('is read from files of users beside the file of the realm', async () => {
    const { users, ...realm } = JSON.parse(exportOf('keycloak', 'realm-acme.json')) as {
      users: readonly Row[]
    }
    const place = await move('keycloak', {
      'acme-users-1.json': { realm: 'acme', users: users.slice(2) },
      'acme-users-0.json': { realm: 'acme', users: users.slice(0, 2) },
      'acme-realm.json': JSON.stringify(
        { ...realm, identityProviders: [{ alias: 'google', providerId: 'google', enabled: true }] },
        undefined,
        2,
      ),
    })
    expect((await usersIn(place)).length).toBe(users.length)
    expect(await verdict(place, 'marta', 'tulip-river-74')).toBe('otp_required')
  })
})

describe('auth0', () => {
  test('is read from CSV with a byte order mark and the ends of lines of Windows', async () => {
    const csv =
      '\uFEFFuser_id,email,email_verified,identities[0].connection,identities[0].provider,identities[0].user_id,user_metadata.theme\r\nauth0|a1,ann@example.com,true,Users,auth0,a1,dark\r\n'
    expect(await usersIn(await move('auth0', { 'users.csv': csv }))).toMatchObject([
      { userId: 'auth0|a1', email: 'ann@example.com', emailVerified: true },
    ])
  })

  test('is read with other delimiters', async () => {
    const csv =
      'user_id;email;email_verified;created_at,\nauth0|a1;ann@example.com;true;2023-05-11T08:15:30.000Z\n'
    const place = await move('auth0', { 'users.csv': csv.replace('created_at,', 'created_at') })
    expect(await usersIn(place)).toMatchObject([{ createdAt: '2023-05-11T08:15:30.000Z' }])
  })
})

test('kratos is read from a file for each identity', async () => {
  const identities = JSON.parse(exportOf('kratos', 'identities.json')) as readonly Row[]
  const files = Object.fromEntries(
    identities.map((identity, index) => [`${index}.json`, JSON.stringify(identity, undefined, 2)]),
  )
  const place = await move('kratos', files)
  expect((await usersIn(place)).length).toBe(identities.length)
  expect(await verdict(place, 'xiaoming@example.cn', '熊猫喜欢竹子2020')).toBe('signed_in')
})

test('scim is read from a bulk request', async () => {
  const { Resources } = JSON.parse(exportOf('scim', 'users.json')) as { Resources: readonly Row[] }
  const bulk = {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
    Operations: Resources.map((data, index) => ({
      method: 'POST',
      path: '/Users',
      bulkId: `b${index}`,
      data,
    })),
  }
  expect((await usersIn(await move('scim', { 'bulk.json': bulk }))).length).toBe(Resources.length)
})

test('ldap is read from folded lines and base64, with the ends of lines of Windows', async () => {
  const ldif = [
    'version: 1',
    '',
    '# people',
    'dn:: dWlkPW1hcnRhLG91PXBlb3BsZSxkYz1leGFtcGxl',
    'objectClass: inetOrgPerson',
    'uid: marta',
    'cn:: SsO8cmdlbiBXZWnDnw==',
    'sn: Oko',
    ' njo',
    'mail: marta@example.com',
    'mail: marta@example.org',
    '',
  ].join('\r\n')
  expect(await usersIn(await move('ldap', { 'people.ldif': ldif }))).toMatchObject([
    { username: 'marta', name: 'Jürgen Weiß', familyName: 'Okonjo', email: 'marta@example.com' },
  ])
})

test('better-auth is read from the tables that better-auth itself has written', async () => {
  const made = (name: string): string =>
    readFileSync(join(import.meta.dirname, '../../app/foreign/better-auth/made', name), 'utf8')
  const place = await move('better-auth', {
    'user.json': made('user.json'),
    'account.json': made('account.json'),
  })
  expect(await verdict(place, 'ann', 'tulip-river-74')).toBe('signed_in')
  expect(await verdict(place, 'juergen@example.de', 'Straße&Brücke 9')).toBe('signed_in')
  expect(await verdict(place, 'jweiss', 'Strasse')).toBe('wrong_credentials')
})

test('django and ldap are read from what dumpdata and slapcat have written', async () => {
  const made = (name: string): string =>
    readFileSync(join(import.meta.dirname, '../../app/foreign', name), 'utf8')
  const django = await usersIn(await move('django', { 'dump.json': made('django/dumpdata.json') }))
  expect(django.length).toBeGreaterThan(1)
  const ldap = await usersIn(await move('ldap', { 'slapcat.ldif': made('ldap/slapcat.ldif') }))
  expect(ldap.length).toBeGreaterThan(1)
})
