import type { Result } from 'neverthrow'
import type { Issue } from '../kernel/issue.ts'

/** The formats of files that can be read record by record. */
export const recordFormats = ['json', 'ndjson', 'csv', 'xlsx'] as const

/** One of these formats. */
export type RecordFormat = (typeof recordFormats)[number]

/** A place in the text of a file. */
export type FilePlace = {
  /** From 1. In a workbook, the row of the sheet. */
  readonly line: number
  /** From 1, in characters. */
  readonly column: number
  /** The bytes before it, in UTF-8 and without compression. In a workbook always 0. */
  readonly byte: number
}

/** Where a record begins. A reader can begin there again. */
export type RecordPosition = FilePlace & {
  /** The number of the record in its file, from 0. */
  readonly row: number
}

/** A record and its position. The value is as the file has it: no rule was applied. */
export type PlacedRecord = { readonly position: RecordPosition; readonly record: unknown }

/** A record that cannot be read, or the place where the file breaks. */
export type UnreadableRecord = {
  readonly position: RecordPosition
  /** They never quote the file. Paths are relative to the record. */
  readonly issues: readonly Issue[]
  /** Whether the next record can be read. If not, nothing follows. */
  readonly canGoOn: boolean
}

/**
 * Port. Reads the records of a file or table in their order, in memory that does not grow with their number. `read` can be
 * called several times. Each call begins at the given position, or at the first record. Reading on from a position gives
 * the same as reading all and leaving out what is before it.
 */
export type RecordReader = {
  readonly format: RecordFormat
  readonly read: (from?: RecordPosition) => AsyncIterable<Result<PlacedRecord, UnreadableRecord>>
}
