import type { RecordPosition, RecordReader } from '@keepsake/domain'
import { ok } from 'neverthrow'
import { defaultBounds, type RecordBounds } from '../bounds.ts'
import { fileFault } from '../bytes/fault.ts'
import { startOfText } from '../bytes/place.ts'
import type { TextSource } from '../bytes/text-source.ts'
import { readHeader, toRecord, type Header } from '../header.ts'
import { untilFault, type Read } from '../reading.ts'
import { checkUtf8 } from './check-utf8.ts'
import { findDelimiter } from './delimiter.ts'
import { parseRows, type CsvRow } from './parse-rows.ts'

/** How to read a CSV file. */
export type CsvOptions = {
  /** The character between cells, if the first line does not show it. */
  readonly delimiter?: string
  /** `none`: the first row is a record. Records are lists of cells then. */
  readonly header?: 'none'
  readonly bounds?: RecordBounds
}

/**
 * Reads a CSV file (RFC 4180). Its first row names the columns. A record has the text of each cell by the name of its
 * column: no cell is taken for a number, a date or a formula. Empty lines are no records.
 */
export const readCsv = (
  text: TextSource,
  { delimiter, header, bounds = defaultBounds }: CsvOptions = {},
): RecordReader => ({
  format: 'csv',
  read: (from) => {
    let here: RecordPosition = from ?? { ...startOfText, byte: text.start, row: 0 }
    const onPlace = (position: RecordPosition): void => {
      here = position
    }
    const read = header === 'none' ? readCellLists : readRecords
    return untilFault(read(text, from, { delimiter, bounds }, onPlace), () => here)
  },
})

type Rules = { readonly delimiter: string | undefined; readonly bounds: RecordBounds }

async function* readCellLists(
  text: TextSource,
  from: RecordPosition | undefined,
  { delimiter: given, bounds }: Rules,
  onPlace: (position: RecordPosition) => void,
): AsyncGenerator<Read> {
  const { delimiter, headerAt } = dialectOf(text, given)
  const at = from ?? headerAt
  let { row } = at
  for await (const { cells, place } of parseRows(
    checkUtf8(text.read(at.byte), at),
    at,
    delimiter,
    bounds.maxRecordBytes,
  )) {
    if (isBlank(cells)) continue
    const position = { ...place, row }
    onPlace(position)
    row += 1
    yield ok({ position, record: cells })
  }
}

type Dialect = { readonly delimiter: string; readonly headerAt: RecordPosition }

async function* readRecords(
  text: TextSource,
  from: RecordPosition | undefined,
  { delimiter: given, bounds }: Rules,
  onPlace: (position: RecordPosition) => void,
): AsyncGenerator<Read> {
  const { delimiter, headerAt } = dialectOf(text, given)
  const rowsFrom = (at: RecordPosition): AsyncGenerator<CsvRow> =>
    parseRows(checkUtf8(text.read(at.byte), at), at, delimiter, bounds.maxRecordBytes)

  let header: Header | undefined
  let row = 0
  const readRow = ({ cells, place }: CsvRow): Read | undefined => {
    if (isBlank(cells)) return undefined
    if (header === undefined) {
      header = headerOf(cells, place)
      return undefined
    }
    const position = { ...place, row }
    onPlace(position)
    row += 1
    return toRecord(header, cells, (cell) => cell === '')
      .map((record) => ({ position, record }))
      .mapErr((issues) => ({ position, issues, canGoOn: true }))
  }

  for await (const each of rowsFrom(headerAt)) {
    const read = readRow(each)
    if (from !== undefined && header !== undefined) break
    if (read !== undefined) yield read
  }
  if (header === undefined) throw fileFault('file.header_missing', undefined)
  if (from === undefined) return
  row = from.row
  for await (const each of rowsFrom(from)) {
    const read = readRow(each)
    if (read !== undefined) yield read
  }
}

const dialectOf = (text: TextSource, given: string | undefined): Dialect => {
  const begin = { ...startOfText, byte: text.start, row: 0 }
  const found = findDelimiter(headOf(text))
  if (found.kind === 'stated')
    return {
      delimiter: given ?? found.delimiter,
      headerAt: { ...begin, line: 2, byte: text.start + found.lineBytes },
    }
  if (given !== undefined) return { delimiter: given, headerAt: begin }
  if (found.kind === 'several') throw fileFault('file.delimiter_unclear', undefined, begin)
  return { delimiter: found.kind === 'one' ? found.delimiter : ',', headerAt: begin }
}

/** The beginning of the text. Bytes that are no text are found later, at their place. */
const headOf = ({ head, start }: TextSource): string => new TextDecoder().decode(head.subarray(start))

const isBlank = (cells: readonly string[]): boolean => cells.length === 1 && cells[0]?.trim() === ''

const headerOf = (cells: readonly string[], place: CsvRow['place']): Header => {
  const header = readHeader(cells)
  if (header.isOk()) return header.value
  const [{ code, path, params }] = header.error as [(typeof header.error)[number]]
  throw fileFault(code, params, place, path)
}
