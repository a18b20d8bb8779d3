import type { RefusedRow } from '@keepsake/app'
import type { Issue, NewAuthenticator, UnreadableRecord } from '@keepsake/domain'
import type { Result } from 'neverthrow'

/** Where a row is in its file: its index, and its line if the file has lines of rows. */
export type RowPlace = {
  readonly row: number
  readonly line?: number
  /** The name of its file, if there are several. */
  readonly file?: string
}

/** A row of a file that has the right shape. */
export type FileRow<T> = RowPlace & {
  readonly value: T
  /** What the reader warns of. Paths begin with `list` and the index of the row. */
  readonly warnings?: readonly Issue[]
  /** For users: their authenticators beside the one in the row. */
  readonly further?: readonly NewAuthenticator[]
}

/** A row of a file that is refused. The paths of its issues begin with `list` and its index. */
export type RefusedFileRow = RefusedRow & RowPlace

/** A row of a file: its value, or why it is refused. */
export type ReadRow<T> = Result<FileRow<T>, RefusedFileRow>

/** A file that breaks. The rows before were right. */
export type BrokenFile = {
  readonly fault: UnreadableRecord
  /** The name of the file, if there are several. */
  readonly file?: string
}

/** The rows of a file as they are read. */
export type RowStream<T> = AsyncIterable<Result<ReadRow<T>, BrokenFile>>

/** The place of a row without its value. */
export const placeOf = ({ row, line, file }: RowPlace): RowPlace => ({
  row,
  ...(line !== undefined && { line }),
  ...(file !== undefined && { file }),
})

/** Compares rows by their order in the file. */
export const byRowNumber = (one: RowPlace, other: RowPlace): number => one.row - other.row
