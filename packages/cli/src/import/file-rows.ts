import type { RecordFile } from '../composition/record-adapters.ts'
import type { Cell } from '@keepsake/app/input'
import {
  under,
  type Checked,
  type PlacedRecord,
  type RecordPosition,
  type UnreadableRecord,
} from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import type { BrokenFile, ReadRow, RefusedFileRow } from './rows.ts'

/** How the rows of a file are read: from a record of JSON, or from cells. */
export type RowReaders<T> = {
  readonly fromJson: (record: unknown) => Checked<T>
  readonly fromCells: (cells: Readonly<Record<string, Cell>>) => Checked<T>
}

/**
 * Reads the rows of a file, one after the other. A row that cannot be read is refused by itself, but in JSON it breaks the
 * file: there a mistake may be anywhere before it. A break ends the rows.
 */
export async function* readFileRows<T>(
  { reader }: RecordFile,
  { fromJson, fromCells }: RowReaders<T>,
): AsyncGenerator<Result<ReadRow<T>, BrokenFile>> {
  const isTable = reader.format === 'csv' || reader.format === 'xlsx'
  const read = (record: unknown): Checked<T> =>
    isTable ? fromCells(record as Readonly<Record<string, Cell>>) : fromJson(record)
  for await (const each of reader.read()) {
    if (each.isErr() && (reader.format === 'json' || !each.error.canGoOn)) {
      yield err({ fault: inFile(each.error, reader.format === 'json') })
      return
    }
    yield ok(
      each.isOk()
        ? readRow(each.value, read, reader.format)
        : err(refused(each.error.position, each.error.issues, reader.format)),
    )
  }
}

const readRow = <T>(
  { position, record }: PlacedRecord,
  read: (record: unknown) => Checked<T>,
  format: string,
): ReadRow<T> =>
  read(record)
    .map((value) => ({ ...placeOf(position, format), value }))
    .mapErr((issues) => refused(position, issues, format))

const refused = (
  position: RecordPosition,
  issues: UnreadableRecord['issues'],
  format: string,
): RefusedFileRow => ({ ...placeOf(position, format), issues: under(['list', position.row], issues) })

/** All rows of a JSON file may be in its first line. */
const placeOf = (
  { row, line }: RecordPosition,
  format: string,
): { readonly row: number; readonly line?: number } =>
  format === 'json' && line === 1 ? { row } : { row, line }

const inFile = (fault: UnreadableRecord, isJson: boolean): UnreadableRecord =>
  isJson && fault.canGoOn ? { ...fault, issues: under(['list', fault.position.row], fault.issues) } : fault
