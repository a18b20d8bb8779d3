import { constants, gzipSync, zstdCompressSync } from 'node:zlib'
import type { ByteSource } from '@keepsake/adapters/records/bytes'
import { openRecordFile, type OpenOptions } from '@keepsake/adapters/records/file'
import type { RecordPosition, RecordReader } from '@keepsake/domain'
import writeXlsx from 'write-excel-file/node'

/** The lists of our own files of users. */
export const lists = [[], ['list']]

/** Bytes in memory, in chunks of a size that splits characters and records. */
export const bytesOf = (content: string | Uint8Array, chunkBytes = 7): ByteSource => {
  const bytes = Buffer.from(content)
  return {
    read: async function* (from = 0) {
      for (let at = from; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes)
    },
  }
}

export type Row = Readonly<Record<string, unknown>>
export type Fault = {
  readonly code: string
  readonly path: string
  readonly line: number
  readonly column: number
  readonly byte: number
  readonly row: number
  readonly canGoOn: boolean
}

/** All that a reader gives: the records with their positions, and what cannot be read. */
export type All = {
  readonly rows: readonly unknown[]
  readonly positions: readonly RecordPosition[]
  readonly faults: readonly Fault[]
}

export const readAll = async (reader: RecordReader, from?: RecordPosition): Promise<All> => {
  const all = { rows: [] as unknown[], positions: [] as RecordPosition[], faults: [] as Fault[] }
  for await (const read of reader.read(from)) {
    if (read.isOk()) {
      all.rows.push(read.value.record)
      all.positions.push(read.value.position)
    } else {
      const { position, issues, canGoOn } = read.error
      for (const { code, path } of issues)
        all.faults.push({ code, path: path.join('.'), ...position, canGoOn })
    }
  }
  return all
}

/** Opens a file by its content and reads it. A file that cannot be opened has one fault. */
export const readFileOf = async (
  content: string | Uint8Array,
  options: Partial<OpenOptions> = {},
  chunkBytes?: number,
): Promise<All & { readonly format: string }> => {
  const opened = await openRecordFile(bytesOf(content, chunkBytes), { lists, ...options })
  if (opened.isOk()) return { ...(await readAll(opened.value.reader)), format: opened.value.reader.format }
  const { position, issues, canGoOn } = opened.error
  return {
    format: 'none',
    rows: [],
    positions: [],
    faults: issues.map(({ code, path }) => ({ code, path: path.join('.'), ...position, canGoOn })),
  }
}

export const json = (rows: readonly Row[], space?: number): string =>
  JSON.stringify({ list: rows }, null, space)

export const ndjson = (rows: readonly Row[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('')

const quoted = (cell: unknown): string => `"${String(cell).replaceAll('"', '""')}"`

export const csv = (rows: readonly Row[], delimiter = ',', lineEnd = '\r\n'): string => {
  const columns = Object.keys(rows[0] ?? {})
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))]
  return lines.map((cells) => cells.map(quoted).join(delimiter) + lineEnd).join('')
}

type Value = string | number | boolean | Date | null | undefined

const cellOf = (value: Value) => {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return { value, type: Date, format: 'yyyy-mm-dd hh:mm:ss' }
  return { value }
}

/** A workbook as another program writes it. */
export const xlsx = async (rows: readonly (readonly Value[])[]): Promise<Buffer> =>
  writeXlsx(rows.map((row) => row.map(cellOf))).toBuffer()

export const packings: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  'as it is': (bytes) => bytes,
  gzip: (bytes) => gzipSync(bytes),
  // With a checksum, as the command `zstd` writes it. Without one, the format cannot tell that a byte is wrong.
  zstd: (bytes) => zstdCompressSync(bytes, { params: { [constants.ZSTD_c_checksumFlag]: 1 } }),
}
