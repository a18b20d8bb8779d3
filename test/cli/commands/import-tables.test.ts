import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { xlsx } from '../../adapters/records/files.ts'
import { jsonLines, kept, lines, readLines, workplace, type Workplace } from '../keepsake.ts'

type User = Readonly<Record<string, unknown>>

const usersOf = async (place: Workplace): Promise<readonly User[]> =>
  jsonLines((await place.run(['list'])).out)

const customFields = {
  level: { type: 'number' },
  vip: { type: 'boolean' },
  'note.de': { type: 'string' },
  seen: { type: 'datetime' },
}

const importUsers = (place: Workplace, ...args: readonly string[]) =>
  place.run(['import', 'users', ...args, '--report', 'r'])

describe('keepsake import users of a table', () => {
  it('reads cells by their fields: dotted names, flags, numbers, lists, linked identities, custom data', async () => {
    const place = workplace({ customFields })
    const columns =
      'username,profile.name,birthdate,emailVerified,email,departmentIds,identities[0].extIdpId,identities[0].provider,' +
      'identities[0].type,identities[0].userIdInIdp,identities[0].originConnIds,customData.level,customData.vip,customData.note.de'
    const cells =
      'ann,"Ann ""A"" Smith",1989-12-31,TRUE,ann@example.com,"[""a"",""b""]",idp1,wechat,generic,00123,"[""c1""]",1.50,0,=1+1'
    place.write('users.csv', `${columns}\r\n${cells}\r\nbob,,,,,,,,,,,,,\r\n`)
    expect(await importUsers(place, 'users.csv')).toStrictEqual({
      code: 0,
      out: 'created   2\nrefused   0\nwarnings  0\n',
      error: '',
    })
    expect(readLines(place.at('r')).map(({ row, line }) => [row, line])).toEqual([
      [0, 2],
      [1, 3],
    ])
    const [ann, bob] = await usersOf(place)
    expect(ann).toMatchObject({
      username: 'ann',
      name: 'Ann "A" Smith',
      birthdate: '1989-12-31',
      emailVerified: true,
      customData: { level: 1.5, vip: false, 'note.de': '=1+1' },
    })
    expect(JSON.stringify(ann)).toContain('"00123"')
    expect(bob).not.toHaveProperty('email')
    expect(bob).toMatchObject({ username: 'bob' })
  })

  it('reads what users were in another system, and any JSON in fields that may have it', async () => {
    const place = workplace({ customFields: { app: { type: 'json' }, tags: { type: 'list' } } })
    const columns =
      'username,userId,createdAt,lastSignInAt,signInsCount,emails[0].email,emails[0].verified,phones,customData.app,customData.tags'
    const cells =
      'ann,auth0|1,1577836800000,2024-05-06T07:08:09Z,12,second@example.com,true,"[{""phone"":""13812345678""}]","""text""","[1,""a""]"'
    place.write('users.csv', `${columns}\n${cells}\nbob,,2020-01-02T03:04:05,,,,,,,\n`)
    const { code, error } = await importUsers(place, 'users.csv')
    expect({ code, error: lines(error)[0] }).toEqual({
      code: 1,
      error: expect.stringMatching(/^line 3: list\.1\.createdAt is no time.*\(time\.malformed\)$/u) as string,
    })
    const [ann] = await usersOf(place)
    expect(ann).toMatchObject({
      userId: 'auth0|1',
      createdAt: '2020-01-01T00:00:00.000Z',
      lastLogin: '2024-05-06T07:08:09.000Z',
      loginsCount: 12,
      customData: { app: 'text', tags: [1, 'a'] },
    })
    const [row] = place.query('SELECT document FROM keepsake_users')
    expect(JSON.parse(String(row?.['document']))).toMatchObject({
      emails: [{ email: { canonical: 'second@example.com' }, verified: true }],
      phones: [{ phone: { e164: '+8613812345678' }, verified: false }],
    })
  })

  it('takes an empty cell for no value by default, and as an empty text where it is told to', async () => {
    const place = workplace()
    place.write('users.csv', 'username,email,externalId\nann,,\n')
    const kept = await importUsers(place, 'users.csv', '--empty-is-absent', 'false')
    expect(kept.code).toBe(1)
    expect(lines(kept.error)[0]).toMatch(/^line 2: list\.0\.email is not an email address/u)
    expect(await importUsers(place, 'users.csv')).toMatchObject({ code: 0, error: '' })
    place.write('users.json', { list: [{ username: 'bob', email: '' }] })
    expect((await importUsers(place, 'users.json')).code).toBe(1)
    expect((await importUsers(place, 'users.json', '--empty-is-absent', 'true')).code).toBe(0)
    place.write('said.json', { list: [{ username: 'eve', email: '' }], options: { emptyIsAbsent: true } })
    expect((await importUsers(place, 'said.json', '--empty-is-absent', 'false')).code).toBe(1)
    expect((await importUsers(place, 'said.json')).code).toBe(0)
  })

  it('names the line of each row that is refused, and takes the others', async () => {
    const place = workplace()
    place.write(
      'users.csv',
      'username;email;shoeSize\r\nann;ann@example.com;\r\n"b\r\nb";x@;\r\n\r\ncy;;43\r\ndi\r\n',
    )
    const { code, error } = await importUsers(place, 'users.csv')
    expect(code).toBe(1)
    expect(lines(error).map((line) => line.replaceAll(/ (?:is|has|must|holds) .*\(/gu, ' ('))).toEqual([
      'line 3: list.1.email (user.email_malformed)',
      'line 3: list.1.username (text.control_character)',
      'line 6: list.2.shoeSize (request.field_unknown)',
      'line 7: list.3 (file.cells_unlike_header)',
    ])
    expect(readLines(place.at('r')).map(({ row, line, outcome }) => [row, line, outcome])).toEqual([
      [0, 2, 'created'],
      [1, 3, 'refused'],
      [2, 6, 'refused'],
      [3, 7, 'refused'],
    ])
  })

  it('reads a workbook: dates without a zone, numbers and flags by their fields', async () => {
    const place = workplace({ customFields })
    const day = new Date(Date.UTC(1989, 11, 31))
    place.write(
      'users.xlsx',
      await xlsx([
        ['username', 'birthdate', 'phone', 'phoneVerified', 'customData.level', 'name'],
        ['ann', day, 13812345678, true, 3, '  padded '],
        ['bob', null, null, null, null, null],
        ['cy', new Date(Date.UTC(1989, 11, 31, 16)), null, null, null, null],
        ['di', null, 138123456780000000, null, null, true],
      ]),
    )
    const { code, error } = await importUsers(place, 'users.xlsx')
    expect(code).toBe(1)
    expect(lines(error).map((line) => line.replaceAll(/ (?:is|has|must) .*\(/gu, ' ('))).toEqual([
      'line 4: list.2.birthdate (user.birthdate_has_time)',
      'line 5: list.3.phone (file.cell_rounded)',
    ])
    const [ann] = await usersOf(place)
    expect(ann).toMatchObject({
      birthdate: '1989-12-31',
      phone: '13812345678',
      phoneVerified: true,
      customData: { level: 3 },
      name: '  padded ',
    })
  })

  it('takes the options of a batch as flags and from a file, so that kept hashes sign in', async () => {
    const place = workplace()
    place.write('users.csv', `username,password\nann,${kept!.encoded}\n`)
    expect((await importUsers(place, 'users.csv')).code).toBe(1)
    place.write('options.json', { keepPassword: true, passwordFormat: 'md5' })
    const imported = await importUsers(
      place,
      'users.csv',
      '--options',
      'options.json',
      '--password-format',
      'bcrypt',
    )
    expect(imported).toMatchObject({ code: 0 })
    const attempt = JSON.stringify({ login: 'ann', password: kept!.password })
    expect(jsonLines((await place.run(['sign-in'], { input: attempt })).out)).toMatchObject([
      { verdict: 'signed_in' },
    ])
    place.write('options.json', { keepPasswords: true })
    expect(await importUsers(place, 'users.csv', '--options', 'options.json')).toMatchObject({
      code: 2,
      error: expect.stringContaining('options.keepPasswords'),
    })
  })
})

describe('keepsake import users of other forms', () => {
  const rows = [{ username: 'ann' }, { username: 'bob' }]
  const ndjson = rows.map((row) => JSON.stringify(row)).join('\n')
  it.each([
    ['lines of JSON', ndjson, []],
    ['one line of JSON', '{"username":"ann"}', []],
    ['a list', JSON.stringify(rows), []],
    [
      'a list at a path',
      JSON.stringify({ meta: { list: [] }, data: { users: rows } }),
      ['--path', '$.data.users'],
    ],
    ['lines under gzip', gzipSync(ndjson), []],
    ['a list under zstd', zstdCompressSync(JSON.stringify({ list: rows }, null, 2)), []],
    ['UTF-16', Buffer.from(`\ufeff${JSON.stringify({ list: rows })}`, 'utf16le'), []],
    [
      'a table in GBK',
      Buffer.concat([Buffer.from('username,name\nann,'), Buffer.from([0xd6, 0xd0]), Buffer.from('\n')]),
      ['--encoding', 'gbk'],
    ],
    ['one column', 'username\nann\n', ['--from', 'csv']],
    ['a table that states its delimiter', 'sep=|\r\nusername|name\r\nann|"a|b"\r\n', []],
    ['a table with tabs', 'username\tname\nann\ta,b;c\n', ['--delimiter', 'tab']],
  ] as const)('reads %s', async (_, content, flags) => {
    const place = workplace()
    place.write('file', content)
    expect(await importUsers(place, 'file', ...flags)).toMatchObject({ code: 0, error: '' })
    expect((await usersOf(place))[0]).toMatchObject({ username: 'ann' })
    const input = content
    const piped = await place.run(['import', 'users', '-', ...flags], { input })
    expect(piped).toMatchObject({ code: 1, error: expect.stringContaining('user.username_taken') })
  })

  it.each([
    ['an HTML page', '<!DOCTYPE html><html><body>Sign in</body></html>', 'an HTML page'],
    ['LDIF', 'version: 1\n\ndn: uid=ann,dc=example\nuid: ann\n', 'LDIF'],
    ['SQL', '-- dump\nINSERT INTO users VALUES (1);\n', 'SQL'],
    ['a PGP message', '-----BEGIN PGP MESSAGE-----\n\nabc\n', 'PGP'],
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), '.xls'],
    ['a database', 'SQLite format 3\u0000', 'SQLite'],
    ['nothing', '', 'an empty file'],
    [
      'a realm export',
      JSON.stringify({ realm: 'acme', users: [{ username: 'canary' }] }, null, 1),
      '$.users',
    ],
  ])('says that a file is %s', async (_, content, said) => {
    const place = workplace()
    place.write('file', content)
    const { code, out, error } = await importUsers(place, 'file')
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(error).toContain(said)
    expect(error).not.toContain('canary')
  })

  it('writes nothing of a file that breaks at its end', async () => {
    const place = workplace()
    const many = Array.from({ length: 3000 }, (_, index) => ({ username: `u${index}` }))
    const text = `{"list":[\n${many.map((row) => JSON.stringify(row)).join(',\n')},\n{"username": canary}]}`
    place.write('users.json', text)
    const { code, error } = await importUsers(place, 'users.json')
    expect({ code, error }).toEqual({
      code: 2,
      error: `users.json, line 3002, column 14, byte ${text.indexOf('canary')}:\nthe file is no JSON (file.syntax_broken)\n`,
    })
    expect(await usersOf(place)).toEqual([])
  })

  it('takes the lines before and behind one that is broken, and refuses that one', async () => {
    const place = workplace()
    place.write(
      'users.ndjson',
      '{"username":"a"}\n{"username":canary}\n{"username":"c","username":"d"}\n{"username":"e"}\n',
    )
    const { code, error } = await importUsers(place, 'users.ndjson')
    expect({ code, error }).toEqual({
      code: 1,
      error:
        'line 2: list.1 is no NDJSON (file.syntax_broken)\nline 3: list.2.username is a key that is there twice (request.key_repeated)\n',
    })
    expect((await usersOf(place)).map(({ username }) => username)).toEqual(['a', 'e'])
    const all = await importUsers(place, 'users.ndjson', '--mode', 'all')
    expect(all).toMatchObject({ code: 1, out: '' })
  })

  it('refuses a row that is larger than the configuration allows', async () => {
    const place = workplace({ files: { maxRecordBytes: 1024 } })
    place.write(
      'users.ndjson',
      `{"username":"a"}\n{"username":"b","name":"${'x'.repeat(2000)}"}\n{"username":"c"}\n`,
    )
    expect(await importUsers(place, 'users.ndjson')).toMatchObject({
      code: 1,
      error: 'line 2: list.1 is larger than 1024 bytes (file.record_too_large)\n',
    })
  })
})

describe('keepsake otp import of a table', () => {
  it('reads our own rows and URIs by their columns', async () => {
    const place = workplace()
    place.write('users.json', { list: [{ username: 'ann' }, { username: 'bob' }] })
    await importUsers(place, 'users.json')
    const ids = readLines(place.at('r')).map(({ userId }) => String(userId))
    place.write(
      'otp.csv',
      `userId,otp.secret,otp.digits,otp.period\n${ids[0]},JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP,8,\n`,
    )
    expect(await place.run(['otp', 'import', 'otp.csv'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^enrolled +1$/mu),
    })
    place.write(
      'uris.csv',
      `userId,uri\n${ids[1]},otpauth://totp/a?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP\n`,
    )
    const uris = await place.run(['otp', 'import', 'uris.csv', '--from', 'otpauth'])
    expect(uris).toMatchObject({ code: 0, out: expect.stringMatching(/^enrolled +1$/mu) })
    place.write('bad.csv', `userId,otp.secret,otp.digits\n${ids[1]},JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP,eight\n`)
    expect(await place.run(['otp', 'import', 'bad.csv', '--from', 'csv'])).toMatchObject({
      code: 1,
      error: 'line 2: list.0.otp.digits must be written as a number in a cell (file.cell_not_of_type)\n',
    })
  })
})
