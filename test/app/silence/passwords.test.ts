import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import { inputs } from '@keepsake/app/input'
import { userPoolId } from '@keepsake/domain'
import { loadConfig, openContainer, tokens } from 'keepsake/inversify'
import { describe, expect, it } from 'vitest'
import { createUsersRequest } from '../../../packages/http/src/wire/create-users.ts'
import { openSubject, valueOf } from '../../builders/keepsake.ts'
import { times } from '../../effort.ts'
import { accessKeyId, serveKeepsake } from '../../http/served.ts'
import { readLines, workplace } from '../../cli/keepsake.ts'
import { fieldsOf, type Json } from './fields.ts'
import { chunksOf, mutationsOf, type Mutation } from './mutations.ts'
import { keptOf, passwordFault, passwordFields, sampleClear, sampleKept, samplePast } from './passwords.ts'

/** Nothing that a row says of its password is dropped or changed in silence; see `library.test.ts`. */
const kinds = [
  { kind: 'clear', sample: sampleClear, options: {} },
  { kind: 'kept', sample: sampleKept, options: { keepPassword: true } },
] as const

type Kind = {
  readonly kind: 'clear' | 'kept' | 'past'
  readonly sample: (serial: number) => Json
  readonly options: object
}

const mutationsFor = (sample: (serial: number) => Json, stride: number): readonly Mutation[] =>
  mutationsOf(sample, stride).filter(({ place }) => place[0] !== 'username')

type Issued = { readonly path: string }

/** A line of the report of a command. */
type Line = {
  readonly row: number
  readonly outcome: string
  readonly userId?: string
  readonly issues?: readonly Issued[]
}

const playLibrary = async ({ kind, sample, options }: Kind): Promise<readonly string[]> => {
  const { keepsake, rest } = await openSubject(async () => ({ storage: openMemoryStorage() }))
  const faults: (string | undefined)[] = []
  for (const some of chunksOf(mutationsFor(sample, times({ short: 3, long: 1 })), 150)) {
    const list = some.map(({ row }) => row)
    const report = await valueOf(keepsake.users.create({ list, options, mode: 'each' }))
    for (const [index, { row, place }] of some.entries()) {
      const pathsOf = (issues: readonly { readonly path: readonly (string | number)[] }[]) =>
        issues.filter(({ path }) => path[1] === index).map(({ path }) => path.slice(2).join('.'))
      const created = report.created.find((one) => one.row === index)
      const kept = created && (await keptOf(created.account.user.id, keepsake, rest))
      const refused = pathsOf(report.refused.flatMap(({ issues }) => issues))
      faults.push(await passwordFault(kind, row, place, { refused, warned: pathsOf(report.warnings) }, kept))
    }
  }
  expect(faults.length).toBeGreaterThan(50)
  return faults.filter((fault) => fault !== undefined)
}

describe('every field about a password is among the samples', () => {
  it.each([
    ['users.create', inputs.users.create],
    ['create-users-batch', createUsersRequest],
  ])('of %s', (_, schema) => {
    const fields = fieldsOf(schema)
      .filter((field) => /^list\.\*\.(?:password|reset)/u.test(field))
      .map((field) => field.replace('list.*.', ''))
      // The contract's own spelling, beside the right one.
      .filter((field) => field !== 'resetPasswordOnFisrtLogin')
    expect(fields.length).toBeGreaterThan(5)
    expect(fields.filter((field) => !passwordFields.includes(field))).toEqual([])
  })
})

describe.each(kinds)('nothing about a password is dropped or changed in silence: $kind', (each) => {
  const { kind, sample, options } = each

  it('by the library', async () => {
    expect(await playLibrary(each)).toEqual([])
  })

  it('over HTTP', async () => {
    const served = await serveKeepsake({ ports: { storage: openMemoryStorage() } })
    const rest = served.ports.storage.inPool(userPoolId(accessKeyId))
    const faults: (string | undefined)[] = []
    try {
      for (const { row, place } of mutationsFor(sample, times({ short: 23, long: 1 }))) {
        const { body } = await served.post('/api/v3/create-users-batch', { list: [row], options })
        const pathsOf = (list: readonly Issued[] = []) => list.map(({ path }) => path.replace('list.0.', ''))
        const [user] = (body.data ?? []) as readonly { readonly userId: string }[]
        const kept = user && (await keptOf(user.userId, served.keepsake, rest))
        const outcome = { refused: pathsOf(body.errors), warned: pathsOf(body.warnings) }
        faults.push(await passwordFault(kind, row, place, outcome, kept))
      }
    } finally {
      await served.stop()
    }
    expect(faults.length).toBeGreaterThan(5)
    expect(faults.filter((fault) => fault !== undefined)).toEqual([])
  })

  it('by a file', async () => {
    const place = workplace()
    const mutations = mutationsFor(sample, times({ short: 17, long: 1 }))
    place.write('users.json', { list: mutations.map(({ row }) => row), options })
    await place.run(['import', 'users', 'users.json', '--mode', 'each', '--report', 'r'])
    const report = readLines(place.at('r')) as unknown as readonly Line[]
    const container = await openContainer(await loadConfig('keepsake.config.json', {}, place.folder))
    const [storage, keepsake] = [container.get(tokens.storage), container.get(tokens.keepsake)]
    const rest = storage.inPool(userPoolId(accessKeyId))
    const faults: (string | undefined)[] = []
    try {
      for (const [index, { row, place: at }] of mutations.entries()) {
        const lines = report.filter((line) => line.row === index)
        const pathsOf = (outcome: string): readonly string[] =>
          lines
            .filter((line) => line.outcome === outcome)
            .flatMap(({ issues = [] }) => issues.map(({ path }) => path.slice(`list.${index}.`.length)))
        const id = lines.find(({ userId }) => userId !== undefined)?.userId
        const kept = id === undefined ? undefined : await keptOf(id, keepsake, rest)
        const outcome = { refused: pathsOf('refused'), warned: pathsOf('warning') }
        faults.push(await passwordFault(kind, row, at, outcome, kept))
      }
    } finally {
      await storage.close()
    }
    expect(faults.length).toBeGreaterThan(8)
    expect(faults.filter((fault) => fault !== undefined)).toEqual([])
  })
})

it('nothing that a password was in another system is dropped or changed in silence', async () => {
  expect(await playLibrary({ kind: 'past', sample: samplePast, options: {} })).toEqual([])
})
