import { foreignSystem, type ForeignSource } from '@keepsake/app/foreign'
import { err, ok, type Result } from 'neverthrow'
import { readDrop } from './drop.ts'
import { keyFieldOf, readForeignRow, type ForeignRules } from './foreign-row.ts'
import { digestOf, type InputFiles } from './input-files.ts'
import { digestible, type OwnRules } from './map-record.ts'
import { openQuery, type Query } from './open-query.ts'
import { joinFiles } from './join-files.ts'
import { lookInto } from './look-into.ts'
import { readItems } from './read-items.ts'
import type { Item, ShapedFile } from './shape.ts'
import { sortFiles, type GivenFile } from './sort-files.ts'
import type { Source, SourceFault, SourcePosition, SourceRecord, SourceRow, UnreadableRow } from './source.ts'
import type { SourceOptions } from './source-options.ts'

/** Opens the export of another system. */
export const openForeign = async (
  source: ForeignSource,
  options: SourceOptions,
  own: OwnRules,
  inputs: InputFiles,
): Promise<Result<Source, SourceFault>> => {
  const { files, with: named = {}, drop = [], flags = {}, bounds, pool, now } = options
  const given: GivenFile[] = []
  for (const { name, role } of [
    ...files.map((file) => ({ name: file, role: undefined })),
    ...Object.entries(named).flatMap(([role, of]) => of.map((name) => ({ name, role }))),
  ]) {
    const looked = await lookInto(await inputs.open(name), { source, flags, bounds })
    given.push({ looked, ...(role !== undefined && { role }) })
  }
  const query = openQuery(options)
  if (query.isErr()) return err(query.error)
  const sorted = sortFiles(source, given, query.value !== undefined)
  if (sorted.isErr()) return err(sorted.error)
  const joined = await joinFiles(source, sorted.value)
  if (joined.isErr()) return err(joined.error)

  const rules = { source, joined: joined.value.joined, drop: readDrop(drop), now, own, ...pool }
  const { users: userFiles, sides, texts } = sorted.value
  const users = [...userFiles.map(ofFile), ...(query.value === undefined ? [] : [ofQuery(query.value)])]
  const parts = [
    ...userFiles.map((file) => ({ ...file, role: 'users' })),
    ...[...sides, ...texts]
      .map(({ side, file }) => ({ ...file, role: side.name }))
      .toSorted((one, other) => one.role.localeCompare(other.role)),
  ]
  return ok({
    from: source,
    files: users.map(({ name }) => name),
    keyField: keyFieldOf(source),
    options: { keepPassword: true },
    rows: (from) => readRows(users, rules, from),
    records: (from) => readRecords(users, source, from),
    digest: async () => {
      const rows = await query.value?.digest()
      return digestOf(parts, JSON.stringify({ source, drop, flags, rows, ...digestible(own) }))
    },
    close: joined.value.close,
  })
}

/** What has users: a file, or a query. */
type Users = {
  readonly name: string
  readonly read: (
    places: readonly string[],
    from?: SourcePosition,
  ) => AsyncIterable<Result<Omit<Item, 'list'>, UnreadableRow>>
}

const ofFile = (file: ShapedFile): Users => ({
  name: file.name,
  read: (places, from) => readItems(file, places, from),
})

const ofQuery = ({ name, read }: Query): Users => ({ name, read: (_, from) => read(from) })

async function* readRows(
  users: readonly Users[],
  rules: ForeignRules,
  from: SourcePosition | undefined,
): AsyncGenerator<Result<SourceRow, UnreadableRow>> {
  for await (const item of readRecords(users, rules.source, from)) {
    if (item.isErr()) {
      yield err(item.error)
      continue
    }
    const { position, record } = item.value
    const read = await readForeignRow(record, rules)
    if (read.isErr()) yield err({ position, issues: read.error, canGoOn: true })
    else if (read.value !== undefined) yield ok({ position, ...read.value })
  }
}

async function* readRecords(
  users: readonly Users[],
  source: ForeignSource,
  from: SourcePosition | undefined,
): AsyncGenerator<Result<SourceRecord, UnreadableRow>> {
  const places = foreignSystem(source).users.at
  for (const [file, each] of users.entries()) {
    const begin = from?.file ?? 0
    if (file < begin) continue
    const inFile = <T extends { readonly position: SourcePosition }>(at: T): T =>
      file === 0 ? at : { ...at, position: { ...at.position, file } }
    for await (const item of each.read(places, file === begin ? from : undefined)) {
      yield item.map(inFile).mapErr(inFile)
      if (item.isErr() && !item.error.canGoOn) return
    }
  }
}
