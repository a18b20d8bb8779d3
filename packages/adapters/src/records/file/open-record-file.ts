import { recordFormats, type RecordFormat, type RecordReader, type UnreadableRecord } from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import { defaultBounds, refuseBounds, type RecordBounds } from '../bounds.ts'
import type { ByteSource } from '../bytes/byte-source.ts'
import { faultOf, fileFault } from '../bytes/fault.ts'
import { startOfText } from '../bytes/place.ts'
import { asText, withoutCompression, type TextSource } from '../bytes/text-source.ts'
import type { ListPath } from '../json/list-path.ts'
import { readJson, type JsonReader } from '../json/read-json.ts'
import { readNdjson } from '../ndjson.ts'
import { kindByMagic, kindByText, type FileKind } from './kind.ts'

export type { FileKind } from './kind.ts'

/** How to open a file of records. What is absent is found in the file. */
export type OpenOptions = {
  /** The name of the file, if it has one. */
  readonly name?: string
  readonly format?: RecordFormat
  /** For JSON: where the list may be. The first one that is met counts. */
  readonly lists: readonly ListPath[]
  /** The encoding of a text that is neither UTF-8 nor begins with a byte order mark: a name of the WHATWG's list. */
  readonly encoding?: string
  /** For CSV: the character between cells. */
  readonly delimiter?: string
  /** For CSV: `none` if its first row is a record. */
  readonly header?: 'none'
  /** For XLSX: the name of the sheet. */
  readonly sheet?: string
  readonly bounds?: RecordBounds
}

/** An open file: its reader, and for JSON what is beside its list. */
export type RecordFile = { readonly reader: RecordReader } & Partial<Pick<JsonReader, 'readBeside'>>

/**
 * Opens a file of records, under gzip or zstd or as it is. Compression and format are found by the content. The readers of
 * CSV and XLSX, and the libraries that they need, are loaded only if the file is one. Rejects with a configuration error if a
 * bound is out of its own bounds.
 */
export const openRecordFile = async (
  source: ByteSource,
  options: OpenOptions,
): Promise<Result<RecordFile, UnreadableRecord>> => {
  const inspected = await inspectFile(source, options)
  if (inspected.isErr()) return err(inspected.error)
  try {
    const { kind } = inspected.value
    return ok(await openInspected(inspected.value, formatFor(kind, options.format), options))
  } catch (cause) {
    return err(unreadable(cause))
  }
}

/** A file that was looked into: its bytes without compression, its text in UTF-8, and what it looks like. */
export type InspectedFile = {
  readonly unpacked: ByteSource
  readonly text: TextSource
  readonly kind: FileKind
}

/** Looks into the beginning of a file. */
export const inspectFile = async (
  source: ByteSource,
  {
    bounds = defaultBounds,
    name = '',
    encoding,
    lists = [],
  }: Pick<OpenOptions, 'bounds' | 'name' | 'encoding'> & Partial<Pick<OpenOptions, 'lists'>>,
): Promise<Result<InspectedFile, UnreadableRecord>> => {
  refuseBounds(bounds)
  try {
    const unpacked = await withoutCompression(source, bounds)
    const text = asText(unpacked, encoding)
    return ok({ unpacked, text, kind: kindByMagic(unpacked.head) ?? kindByText(text.head, name, lists) })
  } catch (cause) {
    return err(unreadable(cause))
  }
}

const unreadable = (cause: unknown): UnreadableRecord => {
  const fault = faultOf(cause)
  if (fault === undefined) throw cause
  return { position: { ...startOfText, ...fault.place, row: 0 }, issues: fault.issues, canGoOn: false }
}

const formatFor = (kind: FileKind, wanted: RecordFormat | undefined): RecordFormat => {
  if (kind.kind === 'other') throw otherKind(wanted, kind.name)
  if (wanted === undefined) {
    if (kind.kind === 'records') return kind.format
    throw fileFault('file.kind_unclear', { formats: recordFormats.join(', ') })
  }
  if (kind.kind === 'records' && !isAlike(kind.format, wanted))
    throw otherKind(wanted, kind.format.toUpperCase())
  if (kind.kind === 'unclear' && wanted !== 'csv') throw otherKind(wanted, 'plain text')
  return wanted
}

/** A file of one line may be both kinds of JSON. Every text may be a CSV of one column, but a JSON one is none. */
const isAlike = (found: RecordFormat, wanted: RecordFormat): boolean =>
  found === wanted || [found, wanted].every((format) => format === 'json' || format === 'ndjson')

const otherKind = (wanted: RecordFormat | undefined, kind: string): Error =>
  fileFault('file.of_other_kind', { format: wanted?.toUpperCase() ?? 'file of records', kind }, startOfText)

/** Opens a file that was looked into, as a file of a format. Rejects with a configuration error for bounds that cannot be. */
export const openInspected = async (
  { unpacked, text }: InspectedFile,
  format: RecordFormat,
  {
    lists,
    delimiter,
    header,
    sheet,
    bounds = defaultBounds,
  }: Pick<OpenOptions, 'lists' | 'delimiter' | 'header' | 'sheet' | 'bounds'>,
): Promise<RecordFile> => {
  refuseBounds(bounds)
  switch (format) {
    case 'json': {
      const reader = readJson(text, { lists, bounds })
      return { reader, readBeside: reader.readBeside }
    }
    case 'ndjson':
      return { reader: readNdjson(text, bounds) }
    case 'csv': {
      const { readCsv } = await import('../csv/read-csv.ts')
      return {
        reader: readCsv(text, {
          bounds,
          ...(delimiter === undefined ? {} : { delimiter }),
          ...(header === undefined ? {} : { header }),
        }),
      }
    }
    case 'xlsx': {
      const { readXlsx } = await import('../xlsx/read-xlsx.ts')
      return { reader: readXlsx(unpacked, sheet === undefined ? {} : { sheet }) }
    }
  }
}
