import { describe, expect, it } from 'vitest'
import { times } from '../../effort.ts'
import { readLines, workplace } from '../../cli/keepsake.ts'
import { valueAt, type Json, type Place } from './fields.ts'
import { faultOf, isKept, type Outcome } from './judge.ts'
import { mutationsOf, type Mutation } from './mutations.ts'
import { customFields, sampleUser } from './samples.ts'

/** No table loses anything of a row in silence; see `library.test.ts`. */
const stride = times({ short: 11, long: 1 })

type Line = {
  readonly row: number
  readonly outcome: string
  readonly userId?: string
  readonly issues?: readonly { readonly path: string }[]
}

const cellOf = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)

/** A row by its columns: dotted names for what has fields of its own, JSON for what is a list or free. */
const cellsOf = (row: Json): Readonly<Record<string, string>> => {
  const { customData, identities, ...fields } = row
  const [identity] = identities as readonly [Json]
  return Object.fromEntries([
    ...Object.entries(fields).map(([name, value]) => [name, cellOf(value)]),
    ...Object.entries(customData as Json).map(([name, value]) => [`customData.${name}`, cellOf(value)]),
    ...Object.entries(identity).map(([name, value]) => [`identities[0].${name}`, cellOf(value)]),
  ]) as Readonly<Record<string, string>>
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`

const tableOf = (rows: readonly Json[]): string => {
  const cells = rows.map(cellsOf)
  const columns = Object.keys(cells[0]!)
  return [columns, ...cells.map((row) => columns.map((column) => row[column] ?? ''))]
    .map((line) => `${line.map(quoted).join(',')}\r\n`)
    .join('')
}

/** A cell is a text. An empty one is no value, and UTF-8 has no half of a pair, as the docs say. */
const isCell = ({ row, place }: Mutation): boolean => {
  const value = valueAt(row, place)
  return typeof value === 'string' && value !== '' && value.isWellFormed() && isColumn(place)
}

const isColumn = ([field, , , ...deeper]: Place): boolean =>
  field === 'customData' || field === 'identities' ? deeper.length === 0 : true

const flags: Readonly<Record<string, boolean>> = {
  true: true,
  t: true,
  yes: true,
  1: true,
  false: false,
  f: false,
  no: false,
  0: false,
}

/** A flag or a number is kept as what its cell says. */
const keeps = (row: Json, place: Place, kept: Json): boolean => {
  const [given, found] = [String(valueAt(row, place)), valueAt(kept, place)]
  if (typeof found === 'boolean') return flags[given.toLowerCase()] === found
  if (typeof found === 'number') return Number(given) === found
  return isKept(row, place, kept)
}

describe('a table of users', () => {
  it('loses nothing of a cell in silence', async () => {
    const place = workplace({ customFields })
    const mutations = mutationsOf(sampleUser, stride).filter(
      (mutation) => isCell(mutation) && mutation.place.length > 0 && isScalarPlace(mutation.place),
    )
    place.write('users.csv', tableOf(mutations.map(({ row }) => row)))
    await place.run(['import', 'users', 'users.csv', '--report', 'r'])
    const report = readLines(place.at('r')) as unknown as readonly Line[]
    const { out } = await place.run(['list'])
    const users = new Map(
      out
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Json)
        .map((user) => [String(user['userId']), user]),
    )
    const pathsOf = (row: number, outcome: string): readonly string[] =>
      report
        .filter((line) => line.row === row && line.outcome === outcome)
        .flatMap(({ issues = [] }) => issues)
        .map(({ path }) => path.slice(`list.${row}.`.length))
    const faults = mutations.flatMap(({ row, place: at }, index) => {
      const outcome: Outcome = {
        refused: pathsOf(index, 'refused'),
        warned: pathsOf(index, 'warning'),
        kept: users.get(report.find((line) => line.row === index && line.userId !== undefined)?.userId ?? ''),
      }
      return faultOf(row, at, outcome, keeps) ?? []
    })
    expect(mutations.length).toBeGreaterThan(50)
    expect(users.size).toBeGreaterThan(10)
    expect(faults).toEqual([])
  })
})

/** Elements of lists and what is inside of free objects stand in cells of JSON, as in any other file. */
const isScalarPlace = (place: Place): boolean =>
  !['departmentIds', 'tenantIds', 'originConnIds', 'userInfoInIdp'].some((field) => place.includes(field)) &&
  !(place.length <= 2 && place[0] === 'identities') &&
  !(place.length === 1 && place[0] === 'customData')
