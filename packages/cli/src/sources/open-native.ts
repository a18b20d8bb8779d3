import { isForeignSource } from '@keepsake/app/foreign'
import { readCells, type Cell } from '@keepsake/app/input'
import {
  issue,
  parseJson,
  type Checked,
  type CreateUsersOptions,
  type NewUser,
  type RecordFormat,
  type RecordReader,
  type UnreadableRecord,
} from '@keepsake/domain'
import { checkShape, newUserRow, toNewUser, usersFile } from '@keepsake/http/wire'
import { err, ok, type Result } from 'neverthrow'
import { openRecordFile, startOfText, type RecordFile } from '../composition/record-adapters.ts'
import { toFileOptions } from '../import/file-flags.ts'
import { lostWarning, splitCustomData, withKind, withoutPlaces, type LostValue } from './lost-values.ts'
import { valueAtPath } from './value-at-path.ts'
import { readDrop } from './drop.ts'
import { digestOf, type InputFile, type InputFiles } from './input-files.ts'
import { anyLists, ourLists } from './lists.ts'
import { digestible, mapRecord, runMapper, type OwnRules } from './map-record.ts'
import { openQuery } from './open-query.ts'
import type { Source, SourceFault, SourcePosition, SourceRecord, SourceRow, UnreadableRow } from './source.ts'
import type { SourceOptions } from './source-options.ts'

type NativeFile = {
  readonly name: string
  readonly format: RecordFormat | 'sql'
  readonly read: RecordReader['read']
}

/** Opens files with rows of our own, all of one kind or not. */
export const openNative = async (
  options: SourceOptions,
  own: OwnRules,
  inputs: InputFiles,
): Promise<Result<Source, SourceFault>> => {
  const { files, key = 'externalId', drop = [], flags = {}, bounds, from } = options
  const [side] = Object.keys(options.with ?? {})
  if (side !== undefined)
    return err(
      faultOfFile(files[0] ?? side, [
        issue('file.side_unknown', [], { name: side.slice(0, 64), allowed: 'none' }),
      ]),
    )
  const query = openQuery(options)
  if (query.isErr()) return err(query.error)
  const format = from === undefined || from === 'sql' || isForeignSource(from) ? undefined : from
  const isOurs = own.mapping === undefined && own.mapper === undefined
  const opened: NativeFile[] = []
  const inputsRead: InputFile[] = []
  let inFiles: CreateUsersOptions = {}
  for (const name of files) {
    const input = await inputs.open(name)
    const file = await openRecordFile(input.bytes, {
      ...toFileOptions(flags, format, isOurs ? ourLists : anyLists, bounds),
      name,
    })
    if (file.isErr()) return err({ file: input.name, fault: file.error })
    // A file whose list is at another place is not of our form, so what else it has is not looked at.
    const beside = flags.path === undefined && isOurs ? await optionsIn(file.value) : ok({})
    if (beside.isErr()) return err({ file: input.name, fault: beside.error })
    const { reader } = file.value
    inFiles = { ...inFiles, ...defaultsFor(reader.format), ...beside.value }
    inputsRead.push(input)
    opened.push({ name: input.name, format: reader.format, read: reader.read })
  }
  if (query.value !== undefined) {
    inFiles = { ...inFiles, ...defaultsFor('sql') }
    opened.push({ name: query.value.name, format: 'sql', read: query.value.read })
  }
  const ofBatch: CreateUsersOptions = { ...inFiles, ...options.options }
  const { unknownFields = 'refuse' } = options
  const rules: NativeRules = {
    key,
    drop: readDrop(drop),
    options: ofBatch,
    unknownFields,
    own,
    customFields: options.pool.customFields,
  }
  const parts = inputsRead.map((input) => ({ ...input, role: 'users' }))
  return ok({
    from: opened[0]?.format ?? 'json',
    files: opened.map(({ name }) => name),
    keyField: key,
    options: ofBatch,
    rows: (position) => readRows(opened, rules, position),
    records: (position) => readRecords(opened, position),
    digest: async () => {
      const rows = await query.value?.digest()
      return digestOf(parts, JSON.stringify({ key, drop, flags, rows, options: ofBatch, ...digestible(own) }))
    },
    close: async () => undefined,
  })
}

/** A table has a cell for every field, so an empty one says nothing. */
const defaultsFor = (format: NativeFile['format']): CreateUsersOptions =>
  isTable(format) ? { emptyIsAbsent: true } : {}

const isTable = (format: string): boolean => ['csv', 'xlsx', 'sql'].includes(format)

/** What a file has beside its list must be options. */
const optionsIn = async ({
  readBeside,
}: RecordFile): Promise<Result<CreateUsersOptions, UnreadableRecord>> => {
  const found = readBeside === undefined ? ok([]) : await readBeside()
  if (found.isErr()) return err(found.error)
  const beside: [string, unknown][] = []
  for (const { path, text } of found.value) {
    const name = path.join('.')
    const value = name === 'options' && text !== undefined ? parseJson(text) : ok(null)
    if (value.isErr()) return err(notOurs(value.error))
    beside.push([name, value.value])
  }
  return checkShape(usersFile, { list: [], ...Object.fromEntries(beside) })
    .map(({ options }) => options ?? {})
    .mapErr(notOurs)
}

const notOurs = (issues: UnreadableRecord['issues']): UnreadableRecord => ({
  position: { ...startOfText, row: 0 },
  issues,
  canGoOn: false,
})

const faultOfFile = (file: string, issues: UnreadableRecord['issues']): SourceFault => ({
  file,
  fault: notOurs(issues),
})

type NativeRules = Pick<SourceOptions['pool'], 'customFields'> & {
  readonly key: string
  readonly drop: ReturnType<typeof readDrop>
  readonly options: CreateUsersOptions
  readonly unknownFields: 'refuse' | 'lose'
  readonly own: OwnRules
}

async function* readRows(
  files: readonly NativeFile[],
  rules: NativeRules,
  from: SourcePosition | undefined,
): AsyncGenerator<Result<SourceRow, UnreadableRow>> {
  for await (const read of readRecords(files, from)) {
    if (read.isErr()) {
      yield err(read.error)
      continue
    }
    const { position, record } = read.value
    const isOfTable = isTable(files[position.file ?? 0]?.format ?? '')
    const row = await readRow(record, isOfTable, rules)
    if (row.isErr()) yield err({ position, issues: row.error, canGoOn: true })
    else if (row.value !== undefined) yield ok({ position, ...row.value })
  }
}

async function* readRecords(
  files: readonly NativeFile[],
  from: SourcePosition | undefined,
): AsyncGenerator<Result<SourceRecord, UnreadableRow>> {
  for (const [file, reader] of files.entries()) {
    const begin = from?.file ?? 0
    if (file < begin) continue
    const inFile = (position: SourcePosition): SourcePosition =>
      file === 0 ? position : { ...position, file }
    for await (const read of reader.read(file === begin ? from : undefined)) {
      if (read.isErr()) {
        // In JSON a mistake may be anywhere before it.
        const canGoOn = read.error.canGoOn && reader.format !== 'json'
        yield err({ ...read.error, position: inFile(read.error.position), canGoOn })
        if (!canGoOn) return
        continue
      }
      yield ok({ position: inFile(read.value.position), record: read.value.record })
    }
  }
}

type ReadRow = Omit<SourceRow, 'position'>

const readRow = async (
  record: unknown,
  isOfTable: boolean,
  rules: NativeRules,
): Promise<Checked<ReadRow | undefined>> => {
  const { own, key, drop, customFields } = rules
  if (own.mapping === undefined && own.mapper === undefined) return readOurs(record, isOfTable, rules)
  const mapped =
    own.mapping === undefined ? ok(undefined) : mapRecord(drop.without(record), own.mapping, customFields)
  if (mapped.isErr()) return err(mapped.error)
  const made =
    own.mapper === undefined ? ok(mapped.value?.row) : await runMapper(record, mapped.value?.row, own.mapper)
  return made.map((user) => {
    if (user === undefined) return undefined
    const { row, undeclared } = splitCustomData(user, customFields)
    const lost = [...(mapped.value?.unused ?? []), ...undeclared].filter(({ path }) => !drop.has(path))
    const keyOfMapping = own.mapping?.key === undefined ? undefined : mapped.value?.key
    return { key: keyOfMapping ?? keyOf(row, key), row, further: [], warnings: lost.map(lostWarning), lost }
  })
}

const readOurs = (record: unknown, isOfTable: boolean, rules: NativeRules): Checked<ReadRow> => {
  const { key, drop, options, customFields } = rules
  const cells = { customFields, emptyIsAbsent: options.emptyIsAbsent === true }
  const given = isOfTable ? readCells(record as Readonly<Record<string, Cell>>, cells) : ok(record)
  return given
    .map(drop.without)
    .andThen((fields) => readFields(fields, rules))
    .map(({ row, lost }) => {
      const named = lost.filter(({ path }) => !drop.has(path))
      const removed = nullsIn(record)
      return {
        key: keyOf(row, key),
        row,
        ...(removed.length > 0 && { removed }),
        further: [],
        warnings: named.map(lostWarning),
        lost: named,
      }
    })
}

type ReadFields = { readonly row: NewUser; readonly lost: readonly LostValue[] }

const readFields = (fields: unknown, { unknownFields, customFields }: NativeRules): Checked<ReadFields> => {
  const read = checkShape(newUserRow, fields).map(toNewUser)
  if (unknownFields === 'refuse') return read.map((row) => ({ row, lost: [] }))
  const unknown = read.match(
    () => [],
    (issues) => issues.filter(({ code }) => code === 'request.field_unknown').map(({ path }) => path),
  )
  return checkShape(newUserRow, withoutPlaces(fields, unknown))
    .map(toNewUser)
    .map((user) => {
      const { row, undeclared } = splitCustomData(user, customFields)
      return {
        row,
        lost: [...unknown.map((path) => withKind(fields, { path, reason: 'unknown_field' })), ...undeclared],
      }
    })
}

const keyOf = (user: NewUser, field: string): string | undefined => {
  const value = valueAtPath(user, field.split('.'))
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

const nullsIn = (record: unknown): readonly string[] =>
  typeof record === 'object' && record !== null
    ? Object.entries(record).flatMap(([name, value]) => (value === null ? [name] : []))
    : []
