import { readFileSync, statSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { jsonLines, readLines, workplace } from '../keepsake.ts'

const hash = '$2y$10$CUN9zyid7Q1axhchw36u5.nyHt88mhsd3mBlgvOCXJvaWrCxjAvmS'
const table = [
  'id;mail;full_name;active;salt;pw;shoe',
  `7;ann@example.com;Ann Smith;1;${hash.slice(7, 29)};${hash.slice(29)};38`,
  `8;bob@example.com;Bob;0;${hash.slice(7, 29)};${hash.slice(29)};`,
  '',
].join('\n')

const mapping = {
  fields: {
    externalId: 'id',
    email: 'mail',
    givenName: { path: 'full_name', as: { split: ' ', take: 'first' } },
    familyName: { path: 'full_name', as: { split: ' ', take: 'rest' } },
    status: { path: 'active', as: { enum: { '1': 'Activated', '0': 'Suspended' } } },
    password: { template: '$2y$10${salt}{pw}' },
  },
}

describe('a table of somebody’s own', () => {
  test('is moved by a mapping that was drafted from it', async () => {
    const place = workplace()
    place.write('people.csv', table)
    const drafted = await place.run(['move', 'map', 'people.csv', '--out', 'mapping.json'])
    expect(drafted).toMatchObject({ code: 0, out: '' })
    expect(drafted.error).toContain('2 records looked at.')
    expect(drafted.error).toMatch(/email +<- mail +2 +ann@example\.com · bob@example\.com/u)
    expect(drafted.error).toMatch(/Not mapped:\n(?:.*\n)* +shoe +1 +38/u)
    expect(drafted.error).not.toContain(hash.slice(29))
    expect(JSON.parse(readFileSync(place.at('mapping.json'), 'utf8'))).toMatchObject({
      fields: { email: 'mail', externalId: 'id' },
    })
    expect(statSync(place.at('mapping.json')).mode & 0o777).toBe(0o600)
    expect(await place.run(['move', 'map', 'people.csv', '--out', 'mapping.json'])).toMatchObject({ code: 2 })

    place.write('mapping.json', mapping)
    const ran = await place.run([
      'import',
      'users',
      'people.csv',
      '--mapping',
      'mapping.json',
      '--keep-password',
      '--report',
      'r.jsonl',
    ])
    expect(ran).toMatchObject({ code: 0 })
    expect(readLines(place.at('r.jsonl')).filter(({ outcome }) => outcome === 'warning')).toMatchObject([
      { row: 0, line: 2, issues: [{ code: 'user.value_left_behind', path: 'list.0.shoe' }] },
    ])
    const input = ['ann', 'bob']
      .map((name) => JSON.stringify({ login: `${name}@example.com`, password: 'correct horse' }))
      .join('\n')
    const { out } = await place.run(['sign-in'], { input })
    expect(jsonLines(out).map(({ verdict }) => verdict)).toEqual(['signed_in', 'wrong_credentials'])
    expect((await place.run(['show', 'ann@example.com'])).out).toMatch(/"familyName": ?"Smith"/u)
  })

  test('is moved by a module', async () => {
    const place = workplace()
    place.write('people.json', { data: [{ nick: 'ann' }, { nick: '' }, { nick: 'bob' }] })
    place.write(
      'mine.mjs',
      'export default ({ nick }) => nick === "" ? undefined : { username: nick, externalId: nick }',
    )
    expect(await place.run(['import', 'users', 'people.json', '--module', 'mine.mjs'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/created +2/u) as string,
    })
  })

  test('of a mapping with mistakes names them all', async () => {
    const place = workplace()
    place.write('people.csv', table)
    place.write('mapping.json', { fields: { mail: 'mail', email: { path: 'x', as: { date: 'soon' } } } })
    expect(await place.run(['import', 'users', 'people.csv', '--mapping', 'mapping.json'])).toMatchObject({
      code: 2,
      error: expect.stringMatching(/mapping\.json(?:.*\n)*.*fields\.mail(?:.*\n)*.*fields\.email/u) as string,
    })
  })
})

test('a mapping goes over the reader of a system, and what it uses is not lost', async () => {
  const place = workplace({ customFields: { hint: { type: 'string' } } })
  const user = {
    user_id: 'auth0|a1',
    email: 'a@example.com',
    email_verified: true,
    logins_count: 1,
    tenant_hint: 'eu',
    nickname: 'al',
    app_metadata: { colour: 'red' },
  }
  place.write('users.ndjson', `${JSON.stringify(user)}\n`)
  place.write('mapping.json', {
    fields: { 'customData.hint': 'tenant_hint', username: 'nickname' },
    drop: ['customData'],
  })
  const ran = await place.run([
    'import',
    'users',
    '--from',
    'auth0',
    'users.ndjson',
    '--mapping',
    'mapping.json',
    '--report',
    'r.jsonl',
  ])
  expect(ran).toMatchObject({ code: 0 })
  expect(ran.error).not.toMatch(/tenant_hint|colour/u)
  const { out } = await place.run(['show', 'al'])
  expect(out).toContain('a@example.com')
  expect(out).toMatch(/"hint": ?"eu"/u)
})

test('the schema of mappings is printed for editors', async () => {
  const { out } = await workplace().run(['move', 'schema'])
  expect(JSON.parse(out)).toMatchObject({ type: 'object', required: ['fields'] })
})
