import { loadConfig, openContainer, tokens } from 'keepsake/inversify'
import { describe, expect, it } from 'vitest'
import { times } from '../../effort.ts'
import { readLines, workplace, type Workplace } from '../../cli/keepsake.ts'
import type { Json } from './fields.ts'
import { faultOf, type Outcome } from './judge.ts'
import { mutationsOf, type Mutation } from './mutations.ts'
import { keepsAuthenticator, otpOf } from './authenticators.ts'
import { customFields, sampleAuthenticators, sampleUser } from './samples.ts'

/** No file loses anything of a row in silence; see `library.test.ts`. */
const stride = times({ short: 19, long: 1 })

type Line = {
  readonly row: number
  readonly outcome: string
  readonly userId?: string
  readonly issues?: readonly { readonly code: string; readonly path: string }[]
}

/** What a command's report says of a row: the places of what was refused or warned of. */
const pathsOf = (report: readonly Line[], row: number, outcome: string, before: string): readonly string[] =>
  report
    .filter((line) => line.row === row && line.outcome === outcome)
    .flatMap(({ issues = [] }) => issues)
    .filter(({ code }) => code !== 'otp.secret_shared')
    .map(({ path }) => path.slice(`list.${row}.${before}`.length))

const usersOf = async (place: Workplace): Promise<ReadonlyMap<string, Json>> => {
  const { out } = await place.run(['list'])
  const users = out.split('\n').filter((line) => line !== '')
  return new Map(users.map((line) => JSON.parse(line) as Json).map((user) => [String(user['userId']), user]))
}

const faultsOf = (
  mutations: readonly Mutation[],
  outcomes: readonly Outcome[],
  keeps?: Parameters<typeof faultOf>[3],
): readonly string[] =>
  mutations.flatMap(({ row, place }, index) => faultOf(row, place, outcomes[index]!, keeps) ?? [])

describe('a file of users', () => {
  it('loses nothing of a row in silence', async () => {
    const place = workplace({ customFields })
    const mutations = mutationsOf(sampleUser, stride)
    place.write('users.json', { list: mutations.map(({ row }) => row) })
    await place.run(['import', 'users', 'users.json', '--mode', 'each', '--report', 'r'])
    const report = readLines(place.at('r')) as unknown as readonly Line[]
    const users = await usersOf(place)
    const outcomes = mutations.map((_, row): Outcome => ({
      refused: pathsOf(report, row, 'refused', ''),
      warned: pathsOf(report, row, 'warning', ''),
      kept: users.get(report.find((line) => line.row === row && line.userId !== undefined)?.userId ?? ''),
    }))
    expect(report.length).toBeGreaterThan(100)
    expect(faultsOf(mutations, outcomes)).toEqual([])
  })

  const bob = '"username":"bob"'
  const refused = [
    ['a key that comes twice', `{"list":[{${bob},"name":"a","name":"b"}]}`, 'list.0.name'],
    [
      'a key that is escaped and comes twice',
      `{"list":[{${bob},"n\\u0061me":"a","name":"b"}]}`,
      'list.0.name',
    ],
    ['a key in another case', `{"list":[{${bob},"Email":"a@example.com"}]}`, 'list.0.Email'],
    ['a key with white space', `{"list":[{${bob}," email":"a@example.com"}]}`, 'list.0. email'],
    ['a key with a mark that nobody sees', `{"list":[{${bob},"\u200bemail":"a"}]}`, 'list.0.\u200bemail'],
    ['a list that comes twice', `{"list":[{${bob}}],"list":[]}`, 'list'],
    ['a field beside the list', `{"list":[{${bob}}],"rows":[]}`, 'rows'],
    ['a mode in the file', `{"list":[{${bob}}],"mode":"each"}`, 'mode'],
    ['an option that is none', `{"list":[{${bob}}],"options":{"keepPasword":true}}`, 'options.keepPasword'],
    [
      'a number that no program keeps',
      `{"list":[{${bob},"customData":{"age":9007199254740993}}]}`,
      'customData.age',
    ],
    [
      'a fraction that no program keeps',
      `{"list":[{${bob},"customData":{"age":0.12345678901234567890}}]}`,
      'customData.age',
    ],
    [
      'a number too small to be told from 0',
      `{"list":[{${bob},"customData":{"age":1e-400}}]}`,
      'customData.age',
    ],
    ['a number too large', `{"list":[{${bob},"customData":{"age":1e400}}]}`, 'customData.age'],
    ['text behind the end', `{"list":[{${bob}}]}x`, 'syntax_broken'],
    ['a comma at the end', `{"list":[{${bob}},]}`, 'syntax_broken'],
    ['a comment', `{"list":[{${bob}}]} // all of them`, 'syntax_broken'],
    ['a line that is cut off', `{${bob}}\n{"username":"eve`, 'ends_early'],
    ['UTF-16 without a mark', Buffer.from(`{"list":[{${bob}}]}`, 'utf16le'), 'UTF-16'],
    ['Latin-1', Buffer.from(`{"list":[{${bob},"name":"Zo\u00eb"}]}`, 'latin1'), 'encoding_wrong'],
    ['columns with two delimiters', 'username,email;name\nbob,bob@example.com;Bob\n', 'delimiter_unclear'],
    ['a column that comes twice', 'username,name,name\nbob,Bob,Rob\n', 'name'],
    ['a column in another case', 'username,Email\nbob,bob@example.com\n', 'Email'],
    ['two spellings of one column', 'username,name,profile.name\nbob,Bob,Rob\n', 'column_contradicted'],
    ['a cell too many', 'username,name\nbob,Bob,x\n', 'cells_unlike_header'],
    ['a flag in other words', 'username,emailVerified\nbob,maybe\n', 'cell_not_of_type'],
    ['two ids in one cell', 'username,departmentIds\nbob,a|b\n', 'cell_not_of_type'],
    ['a list that is none', 'username,departmentIds\nbob,a b\n', 'cell_not_of_type'],
  ] as const

  it('that could be read in two ways is refused by name', async () => {
    const { run, write } = workplace({ customFields })
    for (const [what, text, place] of refused) {
      write('users.json', text)
      const ran = await run(['import', 'users', 'users.json', '--mode', 'each'])
      expect([what, ran.code]).not.toEqual([what, 0])
      expect(ran.error, what).toContain(place)
    }
    // Of the lines, the first one is right.
    expect((await run(['list', '--count'])).out).toBe('1\n')
  })

  it('is read as it is meant with a byte order mark, other line ends, and numbers in other spellings', async () => {
    const { run, write, at } = workplace({ customFields })
    const rows = ['1e3', '1.0', '10E-1', '-0', '0.1'].map(
      (age, index) => `{"username":"u${index}",\r\n\t"name":"a\\r\\nb","customData":{"age":${age}}}`,
    )
    write('users.json', `\ufeff{"list":\r\n[${rows.join(',\r\n')}]}\r\n`)
    expect(await run(['import', 'users', 'users.json', '--report', 'r'])).toMatchObject({
      code: 0,
      error: '',
    })
    expect(readLines(at('r'))).toHaveLength(5)
    const { out } = await run(['list'])
    const users = out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Json)
    expect(users.map((user) => user['customData'])).toEqual([1000, 1, 1, 0, 0.1].map((age) => ({ age })))
    for (const user of users) expect(user['name']).toBe('a\r\nb')
  })
})

/** What rests of the users' authenticators, read by the facade on the command's own configuration. */
const restOf = async (place: Workplace, ids: readonly string[]): Promise<readonly (Json | undefined)[]> => {
  const config = await loadConfig('keepsake.config.json', {}, place.folder)
  const container = await openContainer(config)
  const keepsake = container.get(tokens.keepsake)
  const rest = []
  for (const id of ids) rest.push(await otpOf(keepsake, id))
  await container.get(tokens.storage).close()
  return rest
}

describe('a file of authenticators', () => {
  /** A folder with as many users, and their ids. */
  const withUsers = async (count: number) => {
    const place = workplace()
    place.write('users.json', { list: Array.from({ length: count }, (_, row) => ({ username: `u${row}` })) })
    await place.run(['import', 'users', 'users.json', '--report', 'users'])
    const ids = (readLines(place.at('users')) as unknown as readonly Line[]).map(({ userId }) => userId!)
    return { place, ids }
  }

  it.each(['keepsake', 'otpauth'])('of the form %s loses nothing of a row in silence', async (from) => {
    const isOurs = from === 'keepsake'
    const sample = isOurs ? sampleAuthenticators[0]! : { uri: sampleAuthenticators[1]!['secret'] }
    const mutations = mutationsOf(() => sample, times({ short: 7, long: 1 }))
    const { place, ids } = await withUsers(mutations.length)
    const list = mutations.map(({ row }, index) => ({
      userId: ids[index],
      ...(isOurs ? { otp: row } : row),
    }))
    place.write('otp.json', { list })
    await place.run(['otp', 'import', 'otp.json', '--from', from, '--report', 'r'])
    const report = readLines(place.at('r')) as unknown as readonly Line[]
    const rest = await restOf(place, ids)
    const before = isOurs ? 'otp.' : ''
    expect(rest.filter((each) => each !== undefined).length).toBeGreaterThan(0)
    expect(
      faultsOf(
        mutations,
        mutations.map((_, row) => ({
          refused: pathsOf(report, row, 'refused', before),
          warned: pathsOf(report, row, 'warning', before),
          kept: rest[row],
        })),
        (row, at, kept) =>
          isOurs
            ? keepsAuthenticator(row, at, kept)
            : keepsAuthenticator({ secret: row['uri'] }, ['secret'], kept),
      ),
    ).toEqual([])
  })
})
