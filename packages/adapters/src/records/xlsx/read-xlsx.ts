import {
  collectList,
  type Checked,
  type Issue,
  type RecordPosition,
  type RecordReader,
} from '@keepsake/domain'
import type { Sheet } from 'read-excel-file/node'
import { usePeer } from '../../peer.ts'
import type { ByteSource } from '../bytes/byte-source.ts'
import { fileFault } from '../bytes/fault.ts'
import { readHeader, toRecord, type Header } from '../header.ts'
import { untilFault, type Read } from '../reading.ts'
import { checkWorkbook, maxWorkbookBytes, tooLarge } from './check-workbook.ts'
import { readCell, type Cell, type NumberText } from './read-cell.ts'

/** The most rows of a sheet, with its header. */
export const maxSheetRows = 100_000

/** How to read a workbook. */
export type XlsxOptions = {
  /** The name of the sheet, if the workbook has several that are not empty. */
  readonly sheet?: string
}

/**
 * Reads a sheet of an Excel workbook. Its first row that is not empty names the columns. A record has the value of each cell
 * that has one, by the name of its column: text, a number, `true` or `false`, and a date as text without a zone. A workbook
 * is read whole, so it may have 128 MiB unpacked and 100,000 rows at most.
 */
export const readXlsx = (source: ByteSource, { sheet }: XlsxOptions = {}): RecordReader => ({
  format: 'xlsx',
  read: (from) => {
    let here: RecordPosition = from ?? positionOf(0, 0)
    const onPlace = (position: RecordPosition): void => {
      here = position
    }
    return untilFault(readRows(source, sheet, from, onPlace), () => here)
  },
})

const positionOf = (index: number, row: number): RecordPosition => ({
  line: index + 1,
  column: 1,
  byte: 0,
  row,
})

async function* readRows(
  source: ByteSource,
  name: string | undefined,
  from: RecordPosition | undefined,
  onPlace: (position: RecordPosition) => void,
): AsyncGenerator<Read> {
  const rows = pickSheet(await readSheets(source), name)
  if (rows.length > maxSheetRows) throw fileFault('file.too_large', { max: maxSheetRows, unit: 'rows' })
  let header: Header | undefined
  let row = 0
  for (const [index, given] of rows.entries()) {
    const checked = readCells(given)
    if (checked.isOk() && checked.value.every((cell) => cell === undefined)) continue
    const position = positionOf(index, row)
    onPlace(position)
    if (header === undefined) {
      header = headerOf(checked.unwrapOr([]), position)
      continue
    }
    row += 1
    if (from !== undefined && position.row < from.row) continue
    const names = header
    yield checked
      .mapErr((issues) => issues.map((each) => inColumn(each, names)))
      .andThen((cells) => toRecord(names, cells, (cell) => cell === undefined))
      .map((record) => ({ position, record: withoutEmpty(record) }))
      .mapErr((issues) => ({ position, issues, canGoOn: true }))
  }
  if (header === undefined) throw fileFault('file.header_missing', undefined)
}

type Sheets = readonly Sheet<NumberText>[]
type Cells = Sheets[number]['data'][number]

/** The only sheet that is not empty, or the one with the name. It is not guessed which of several is meant. */
const pickSheet = (sheets: Sheets, name: string | undefined): readonly Cells[] => {
  const filled = sheets.filter(({ data }) => data.length > 0)
  const named = name === undefined ? filled : sheets.filter(({ sheet }) => sheet === name)
  const [picked, ...others] = named
  if (picked === undefined)
    throw name === undefined
      ? fileFault('file.header_missing', undefined)
      : fileFault('file.sheet_unknown', undefined)
  if (others.length > 0) throw fileFault('file.sheet_unclear', { count: named.length })
  return picked.data
}

const readCells = (cells: Cells): Checked<readonly Cell[]> => collectList(cells, readCell)

/** The cell is named by its column. */
const inColumn = (given: Issue, names: Header): Issue => {
  const [index, ...rest] = given.path
  return typeof index === 'number' ? { ...given, path: [names[index] ?? index, ...rest] } : given
}

const headerOf = (cells: readonly Cell[], position: RecordPosition): Header => {
  const header = readHeader(cells.map((cell) => (cell === undefined ? '' : String(cell))))
  if (header.isOk()) return header.value
  const [{ code, path, params }] = header.error as [(typeof header.error)[number]]
  throw fileFault(code, params, position, path)
}

const withoutEmpty = (record: Readonly<Record<string, Cell>>): Readonly<Record<string, Cell>> =>
  Object.fromEntries(Object.entries(record).filter(([, cell]) => cell !== undefined))

/** A number stays text until it is known that no digit is lost. Blanks at the ends of a text belong to it. */
const options = { trim: false, parseNumber: (text: string): NumberText => ({ number: text }) }

const readSheets = async (source: ByteSource): Promise<Sheets> => {
  const { default: readWorkbook } = await usePeer('read-excel-file', () => import('read-excel-file/node'))
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of source.read()) {
    chunks.push(chunk)
    length += chunk.length
    if (length > maxWorkbookBytes) throw tooLarge()
  }
  const workbook = Buffer.concat(chunks)
  checkWorkbook(workbook)
  try {
    return await readWorkbook(workbook, options)
  } catch {
    // The library's own message may quote a cell.
    throw fileFault('file.syntax_broken', { format: 'XLSX' })
  }
}
