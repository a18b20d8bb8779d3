import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  contradictions,
  createUsersBatch,
  exampleUserDto,
  importOtp,
  userDtoTable,
} from '../../app/contract-examples.ts'
import { jsonLines, kept, keptUsers, lines, readLines, workplace } from '../keepsake.ts'

type Dto = { readonly userId: string; readonly createdAt: string; readonly loginsCount: number }
const kinds = (rows: readonly Readonly<Record<string, unknown>>[]): Record<string, number> =>
  Object.fromEntries(
    [...Map.groupBy(rows, ({ outcome }) => String(outcome))].map(([outcome, of]) => [outcome, of.length]),
  )

describe('keepsake import', () => {
  it('takes the contracts’ example requests as files, and shows the user in the contract’s names', async () => {
    const place = workplace()
    const users = await place.run([
      'import',
      'users',
      place.write('users.json', createUsersBatch),
      '--report',
      'r',
    ])
    expect(users).toStrictEqual({ code: 0, out: 'created   1\nrefused   0\nwarnings  0\n', error: '' })
    const [row] = readLines(place.at('r'))
    expect(row).toStrictEqual({
      row: 0,
      outcome: 'created',
      userId: expect.stringMatching(/^[0-9a-f]{24}$/u),
    })
    expect(statSync(place.at('r')).mode & 0o777).toBe(0o600)

    const shown = await place.run(['show', '+86 188 1234 8888'])
    expect({ code: shown.code, error: shown.error }).toStrictEqual({ code: 0, error: '' })
    const dto = JSON.parse(shown.out) as Dto
    expect(dto).toStrictEqual(exampleUserDto(dto.createdAt, (pattern) => expect.stringMatching(pattern)))
    expect(dto.userId).toBe(row?.['userId'])
    expect(contradictions(dto, userDtoTable)).toStrictEqual([])

    const enrolments = place.write('otp.json', importOtp(dto.userId))
    const first = await place.run(['otp', 'import', enrolments])
    expect(first).toStrictEqual({
      code: 0,
      error: 'Warning: list.0.otp.secret has 80 bits; 112 or more are advised (otp.secret_weak)\n',
      out:
        lines(
          'enrolled           1\nreplaced           0\nadded              0\nunchanged          0\nrefused            0\nwarnings           1\n  otp.secret_weak  1',
        ).join('\n') + '\n',
    })
    expect((await place.run(['otp', 'import', enrolments])).out).toContain('unchanged          1')
    const other = place.write('other.json', {
      list: [{ userId: dto.userId, otp: { secret: 'DMDCO7SNNVGU2VKJ' } }],
    })
    const refused = await place.run(['otp', 'import', other, '--report', 'r'])
    expect(refused).toMatchObject({
      code: 1,
      error: 'list.0.otp differs from the authenticator that the user has already (otp.already_enrolled)\n',
    })
    expect(readLines(place.at('r'))).toMatchObject([{ row: 0, outcome: 'refused' }])
    expect(await place.run(['otp', 'import', other, '--replace'])).toMatchObject({ code: 0 })
    const tables = ['keepsake_authenticators', 'keepsake_recovery_codes']
    const stored = JSON.stringify(tables.map((table) => place.query(`SELECT * FROM ${table}`)))
    expect(stored).not.toMatch(/HZ2F6J3AGNAVSOTV|DMDCO7SNNVGU2VKJ|b4718ec0874a087fbccbcd54/iu)
  })

  it('puts an authenticator beside another one where it is told to', async () => {
    const place = workplace()
    place.write('users.json', { list: [{ username: 'a', otp: { secret: 'HZ2F6J3AGNAVSOTV' } }] })
    await place.run(['import', 'users', 'users.json'])
    const [user] = place.query('SELECT id FROM keepsake_users')
    place.write('otp.json', { list: [{ userId: user?.['id'], otp: { secret: 'DMDCO7SNNVGU2VKJ' } }] })
    const both = await place.run(['otp', 'import', 'otp.json', '--existing', 'add', '--replace'])
    expect(both).toMatchObject({ code: 1, error: expect.stringContaining('--replace') })
    const added = await place.run(['otp', 'import', 'otp.json', '--existing', 'add'])
    expect(added).toMatchObject({ code: 0, out: expect.stringMatching(/^replaced +0\nadded +1$/mu) })
    expect(place.query('SELECT slot FROM keepsake_authenticators ORDER BY slot')).toEqual([
      { slot: 0 },
      { slot: 1 },
    ])
  })

  it('takes ids, times and origins of another system, and names those that clash', async () => {
    const place = workplace()
    const past = { createdAt: '2019-01-02T03:04:05Z', passwordSetAt: '2020-01-01T00:00:00Z' }
    const origin = { passwordOrigin: { source: 'old', digest: 'k1.abc' } }
    place.write('users.json', {
      list: [
        { username: 'a', userId: 'old|1', password: kept?.encoded, ...past, ...origin },
        { username: 'b', userId: 'old|1' },
        { username: 'c', userId: 'old/2' },
      ],
      options: { keepPassword: true },
    })
    const { code, error } = await place.run(['import', 'users', 'users.json'])
    expect({ code, error: lines(error) }).toEqual({
      code: 1,
      error: [
        'list.1.userId stands in row 0 of the list too (user.id_repeated)',
        expect.stringMatching(/^list\.2\.userId is not an id of at most 128 .*\(user\.id_malformed\)$/u),
      ],
    })
    expect(place.query('SELECT id, created_at FROM keepsake_users')).toEqual([
      { id: 'old|1', created_at: Date.parse(past.createdAt) },
    ])
    const [credential] = place.query('SELECT set_at, origin FROM keepsake_credentials')
    expect(credential).toEqual({
      set_at: Date.parse(past.passwordSetAt),
      origin: expect.stringMatching(/"source":"old","digest":"k1\.abc"/u) as string,
    })
  })

  it('takes the good rows, and reports every other one in its place', async () => {
    const place = workplace()
    const file = place.write('users.json', {
      list: [
        { username: 'zero' },
        { username: 'one', email: 'one@' },
        'two',
        { username: 'three', shoeSize: 43 },
        { username: 'four', password: 'canary-in-the-mine' },
        { username: 'zero' },
        { email: '<script>@', phone: '188xxxx8888' },
      ],
    })
    const { code, out, error } = await place.run(['import', 'users', file, '--report', 'report.jsonl'])
    expect(code).toBe(1)
    expect(lines(out)).toStrictEqual([
      'created                        2',
      'refused                        5',
      '  user.email_malformed         2',
      '  request.field_of_wrong_type  1',
      '  request.field_unknown        1',
      '  user.username_repeated       1',
      '  user.phone_malformed         1',
      'warnings                       0',
    ])
    expect(lines(error)).toStrictEqual([
      'list.1.email is not an email address (user.email_malformed)',
      'list.2 must be of type object (request.field_of_wrong_type)',
      'list.3.shoeSize is not a known field (request.field_unknown)',
      'list.5.username stands in row 0 of the list too (user.username_repeated)',
      'list.6.email is not an email address (user.email_malformed)',
      'list.6.phone is not a valid phone number (user.phone_malformed)',
    ])
    const report = readLines(place.at('report.jsonl'))
    expect(report.map(({ row, outcome }) => `${String(row)} ${String(outcome)}`)).toStrictEqual([
      '0 created',
      '4 created',
      '1 refused',
      '2 refused',
      '3 refused',
      '5 refused',
      '6 refused',
    ])
    expect(report.at(-1)?.['issues']).toStrictEqual([
      { code: 'user.email_malformed', path: 'list.6.email', message: 'list.6.email is not an email address' },
      {
        code: 'user.phone_malformed',
        path: 'list.6.phone',
        message: 'list.6.phone is not a valid phone number',
      },
    ])
    expect(out + error + readFileSync(place.at('report.jsonl'), 'utf8')).not.toMatch(/canary|script/u)
    expect(place.query('SELECT count(*) AS n FROM keepsake_users')).toMatchObject([{ n: 2 }])
  })

  it('refuses hashes that nobody asks it to keep, and names no hash', async () => {
    const place = workplace()
    const hash = '$2y$04$N0LtlJSVLUxhw2Ij2GNvUeXW4/VX0e98.jv6wQ2c.uBZQEFNC8kam'
    const file = place.write('users.json', {
      list: [{ username: 'one', password: hash }, { username: 'two' }],
    })
    const { code, out, error } = await place.run(['import', 'users', file])
    expect(code).toBe(1)
    expect(lines(error)).toStrictEqual([
      'list.0.password is the hash of a password and not a password: keepPassword keeps it as that (password.looks_hashed)',
    ])
    expect(out + error).not.toContain(hash)
    expect(place.query('SELECT count(*) AS n FROM keepsake_users')).toMatchObject([{ n: 1 }])
  })

  it('takes all rows or none where it is told to, and reports those that are at fault', async () => {
    const place = workplace()
    const list = Array.from({ length: 30 }, (_, index) => ({
      username: `u${index}`,
      email: index < 5 ? undefined : '@',
    }))
    const file = place.write('users.json', { list })
    const { code, out, error } = await place.run(['import', 'users', file, '--mode', 'all', '--report', 'r'])
    expect({ code, out }).toStrictEqual({ code: 1, out: '' })
    expect(lines(error)).toHaveLength(21)
    expect(lines(error).at(-1)).toBe('... and 5 more')
    const report = readLines(place.at('r'))
    expect(report.map(({ row }) => row)).toStrictEqual(
      list.flatMap(({ email }, row) => (email === undefined ? [] : [row])),
    )
    expect(kinds(report)).toStrictEqual({ refused: 25 })
    expect(place.query('SELECT count(*) AS n FROM keepsake_users')).toMatchObject([{ n: 0 }])
    place.write('users.json', { list: list.slice(0, 5) })
    expect(await place.run(['import', 'users', file, '--mode', 'all'])).toMatchObject({ code: 0 })
    expect(place.query('SELECT count(*) AS n FROM keepsake_users')).toMatchObject([{ n: 5 }])
  })

  it('parts a long file into batches, shows how far it is only where somebody watches, and the users sign in', async () => {
    const place = workplace()
    const file = place.write('users.json', keptUsers(2500))
    expect(await place.run(['import', 'users', file, '--mode', 'all'])).toMatchObject({
      code: 1,
      out: '',
      error: 'list holds more than 1000 users (user.list_too_long)\n',
    })
    const imported = await place.run(['import', 'users', file, '--report', 'r'])
    expect(imported).toStrictEqual({ code: 0, out: 'created   2500\nrefused   0\nwarnings  0\n', error: '' })
    const report = readLines(place.at('r'))
    expect(report.map(({ row }) => row)).toStrictEqual(Array.from({ length: 2500 }, (_, row) => row))
    const batches = place.query(
      'SELECT created_at, count(*) AS n FROM keepsake_users GROUP BY created_at ORDER BY 1',
    )
    expect(batches.map(({ n }) => n)).toStrictEqual([1000, 1000, 500])

    const watched = await place.run(['import', 'users', file], { watched: true })
    expect(watched.code).toBe(1)
    expect(watched.out).toContain('  user.email_taken     2500\n')
    expect(
      watched.error
        .split('\r')
        .slice(1)
        .map((line) => lines(line)[0]),
    ).toStrictEqual([
      '[############                  ] 1000/2500 users',
      '[########################      ] 2000/2500 users',
      '[##############################] 2500/2500 users',
    ])

    const attempts = [0, 1234, 2499].map((row) => ({
      login: `user-${row}@example.com`,
      password: kept?.password,
    }))
    const answers = await place.run(['sign-in'], {
      input: attempts.map((each) => JSON.stringify(each)).join('\n'),
    })
    expect(jsonLines(answers.out).map(({ verdict }) => verdict)).toStrictEqual([
      'signed_in',
      'signed_in',
      'signed_in',
    ])
  })
})

describe('a file that keepsake import cannot take', () => {
  it('is named, with the reason, and nothing of what is in it', async () => {
    const place = workplace()
    const cases: readonly (readonly [string, number, string])[] = [
      ['missing.json', 2, 'missing.json cannot be read: ENOENT (file.unreadable)\n'],
      ['.', 2, '. cannot be read: EISDIR (file.unreadable)\n'],
      [
        place.write('broken.json', '{"password":"canary"'),
        2,
        'broken.json, line 1, column 21, byte 20:\nthe file ends before its JSON is complete (file.ends_early)\n',
      ],
      [
        place.write('latin1.json', Buffer.from('{"list":[{"username":"\xe9"}]}', 'latin1')),
        2,
        'latin1.json, line 1, column 23, byte 22:\nthe file holds bytes that are not utf-8. Name the encoding that it has (file.encoding_wrong)\n',
      ],
      [
        place.write('proto.json', '{"list":[{"__proto__":{"canary":1}}]}'),
        2,
        'proto.json, line 1, column 10, byte 9:\nlist.0.__proto__ is a key that is never accepted (request.forbidden_key)\n',
      ],
      [
        place.write('text.json', '"text"'),
        2,
        'text.json does not show its format: name it as one of json, ndjson, csv, xlsx (file.kind_unclear)\n',
      ],
    ]
    await Promise.all(
      cases.map(async ([file, code, error]) =>
        expect(await place.run(['import', 'users', file]), file).toStrictEqual({ code, out: '', error }),
      ),
    )
  })

  it('asks for what comes to nothing: then each such row is named, on the terminal and in the report', async () => {
    const place = workplace()
    const list = [{ username: 'a', emailVerified: true }, { username: 'b' }]
    const file = place.write('users.json', { list, options: { resetPasswordOnFirstLogin: true } })
    const { code, out, error } = await place.run(['import', 'users', file, '--report', 'r'])
    expect({ code, warnings: out.split('\n').find((line) => line.startsWith('warnings')) }).toMatchObject({
      code: 0,
      warnings: expect.stringMatching(/ 3$/u),
    })
    const told = ['list.0.emailVerified', 'list.0.password', 'list.1.password']
    expect(
      lines(error).map((line) => /^Warning: (?<path>[\w.]+) /u.exec(line)?.groups?.['path']),
    ).toStrictEqual(told)
    const warned = readLines(place.at('r')).filter(({ outcome }) => outcome === 'warning')
    expect(
      warned.flatMap(({ issues }) =>
        (issues as readonly { readonly path: string }[]).map(({ path }) => path),
      ),
    ).toStrictEqual(told)
  })

  it('has a byte order mark and Windows’ line ends: then it is taken', async () => {
    const place = workplace()
    const file = place.write('bom.json', '\ufeff{\r\n"list": [{"username": "bom"}]\r\n}\r\n')
    expect(await place.run(['import', 'users', file])).toMatchObject({ code: 0, error: '' })
  })

  it('is not touched by a report that cannot be written, nor is the directory', async () => {
    const place = workplace()
    const file = place.write('users.json', { list: [{ username: 'a' }] })
    expect(await place.run(['import', 'users', file, '--report', 'no/such/folder'])).toStrictEqual({
      code: 2,
      out: '',
      error: 'no/such/folder cannot be written: ENOENT\n',
    })
    expect(await place.run(['import', 'users', file, '--report', `./${file}`])).toStrictEqual({
      code: 2,
      out: '',
      error: 'The report would go over the file that is to be imported.\n',
    })
    expect(JSON.parse(readFileSync(place.at(file), 'utf8'))).toStrictEqual({ list: [{ username: 'a' }] })
    expect(place.query('SELECT count(*) AS n FROM keepsake_users')).toMatchObject([{ n: 0 }])
  })
})

describe('a database or a key that does not fit', () => {
  it('is named, and left as it is', async () => {
    const place = workplace()
    const file = place.write('users.json', { list: [{ username: 'a' }] })
    place.write('users.db', 'This is no database, but somebody’s notes.'.repeat(100))
    const notes = readFileSync(place.at('users.db'))
    const foreign = await place.run(['import', 'users', file])
    expect(foreign).toMatchObject({ code: 2, out: '' })
    expect(foreign.error).toMatch(/^The storage does not answer: SQLite: the file is not an SQLite database/u)
    expect(readFileSync(place.at('users.db'))).toStrictEqual(notes)

    writeFileSync(place.at('users.db'), '')
    place.query('CREATE TABLE somebody_elses (a)')
    const other = await place.run(['import', 'users', file])
    expect(other).toStrictEqual({
      code: 2,
      out: '',
      error: 'The storage does not answer: the database belongs to another program\n',
    })
  })

  it('is a folder that may only be read, or is not there', async () => {
    const place = workplace({ databaseUrl: 'sqlite:./no/such/folder/users.db' })
    const file = place.write('users.json', { list: [{ username: 'a' }] })
    const { code, out, error } = await place.run(['import', 'users', file])
    expect({ code, out }).toStrictEqual({ code: 2, out: '' })
    expect(error).toMatch(/^The storage does not answer: .*ENOENT/u)
  })

  it('is another sealing key: an authenticator that it cannot open stays as it is', async () => {
    const place = workplace()
    place.write('users.json', {
      list: [{ username: 'a', otp: { secret: 'HZ2F6J3AGNAVSOTV' }, password: 'canary-pw-1' }],
    })
    await place.run(['import', 'users', 'users.json'])
    const before = place.query('SELECT * FROM keepsake_authenticators')
    const [user] = place.query('SELECT id FROM keepsake_users')
    const environment = { KEEPSAKE_SEALING_KEY: Buffer.alloc(32, 8).toString('base64') }
    place.write('otp.json', importOtp(String(user?.['id'])))
    const imported = await place.run(['otp', 'import', 'otp.json', '--replace'], { environment })
    expect(imported).toMatchObject({ code: 2 })
    expect(imported.error).toMatch(/^The secret-box does not answer: /u)
    expect(place.query('SELECT * FROM keepsake_authenticators')).toStrictEqual(before)

    const attempt = JSON.stringify({ login: 'a', password: 'canary-pw-1', code: '123456' })
    const answered = await place.run(['sign-in'], { environment, input: attempt })
    expect(answered).toMatchObject({ code: 2 })
    expect(jsonLines(answered.out)).toStrictEqual([
      { login: 'a', verdict: 'unavailable', part: 'secret-box' },
    ])

    const malformed = await place.run(['show', 'a'], { environment: { KEEPSAKE_SEALING_KEY: 'canary' } })
    expect(malformed).toMatchObject({ code: 2, out: '' })
    expect(malformed.error).toMatch(/^Configuration: sealingKey: /u)
    expect(malformed.error).not.toContain('canary')
  })

  it('is no configuration at all', async () => {
    const place = workplace()
    const { code, out, error } = await place.run(['-c', 'nowhere.json', 'show', 'a'])
    expect({ code, out }).toStrictEqual({ code: 2, out: '' })
    expect(error).toMatch(/^Configuration: /u)
    expect(existsSync(place.at('users.db'))).toBe(false)
    place.write('keepsake.config.json', '{"accessKeySecret":"canary-secret"')
    expect(await place.run(['show', 'a'])).toStrictEqual({
      code: 2,
      out: '',
      error: 'Configuration: keepsake.config.json is not a JSON object\n',
    })
  })
})

describe('a file without a row', () => {
  it.each([
    [['import', 'users'], 'list holds no user (user.list_empty)'],
    [['otp', 'import'], 'list holds no authenticator (otp.list_empty)'],
  ])('for %j is refused in either mode', async (command, said) => {
    const place = workplace()
    place.write('empty.json', { list: [] })
    for (const mode of ['each', 'all']) {
      const { code, error } = await place.run([...command, 'empty.json', '--mode', mode])
      expect({ code, error: error.trim() }).toStrictEqual({ code: 1, error: said })
    }
  })
})

describe('a file that says something twice', () => {
  const said = 'is a key that is there twice (request.key_repeated)'

  it.each([
    [
      ['import', 'users'],
      '{"list":[{"username":"a"},{"username":"b","\\u0075sername":"c"}]}',
      'list.1.username',
      26,
    ],
    [['otp', 'import'], '{"list":[],"list":[]}', 'list', 11],
    [['otp', 'import', '--from', 'kratos'], '[{"id":"a"},{"id":"b","id":"c"}]', 'list.1.id', 12],
  ])('for %j is refused by the path of the key', async (command, text, path, byte) => {
    const place = workplace()
    place.write('twice.json', text)
    const { code, error } = await place.run([...command, 'twice.json'])
    expect({ code, error }).toStrictEqual({
      code: 2,
      error: `twice.json, line 1, column ${byte + 1}, byte ${byte}:\n${path} ${said}\n`,
    })
  })

  it('in a line of known passwords is refused, and the password not repeated', async () => {
    const place = workplace()
    place.write('users.json', { list: [{ username: 'bob', password: 'canary-in-the-c0al-mine' }] })
    place.write('known.jsonl', '{"login":"bob","password":"canary-1","password":"canary-2"}\n')
    const { code, error } = await place.run(['import', 'users', 'users.json', '--canaries', 'known.jsonl'])
    expect({ code, error }).toStrictEqual({ code: 2, error: `canaries.0.password ${said}\n` })
  })

  it('in the text of a credential of Keycloak is refused for its row', async () => {
    const place = workplace()
    const otp = { type: 'otp', secretData: '{"value":"a","value":"b"}', credentialData: '{}' }
    place.write('realm.json', { users: [{ id: 'x', credentials: [otp] }] })
    const { code, error } = await place.run(['otp', 'import', '--from', 'keycloak', 'realm.json'])
    expect({ code, error }).toStrictEqual({
      code: 1,
      error: `list.0.credentials.0.secretData.value ${said}\n`,
    })
  })
})
