import type {
  CreateUsersOptions,
  Issue,
  NewAuthenticator,
  NewUser,
  RecordPosition,
  UnreadableRecord,
} from '@keepsake/domain'
import type { Result } from 'neverthrow'
import type { LostValue } from './lost-values.ts'

/** Where a row begins. A source can begin there again. It is plain JSON. */
export type SourcePosition = RecordPosition & {
  /** The index of its file among the files with users. 0 if absent. */
  readonly file?: number
  /** The index of its record in a page, if the file has pages of records. */
  readonly part?: number
}

/** A user of a source. */
export type SourceRow = {
  readonly position: SourcePosition
  /** The key of the record in its source. Nothing if the record has none. */
  readonly key: string | undefined
  readonly row: NewUser
  /** Fields that are `null` in the record: the source says that there is nothing. */
  readonly removed?: readonly string[]
  /** The authenticators beside the one in the row. */
  readonly further: readonly NewAuthenticator[]
  /** Paths are relative to the record. What cannot come along is among them: `user.value_left_behind`. */
  readonly warnings: readonly Issue[]
  /** What cannot come along, with its reason. */
  readonly lost: readonly LostValue[]
}

/** A record as its file has it. */
export type SourceRecord = { readonly position: SourcePosition; readonly record: unknown }

/** A record that is no row, or the place where a file breaks. */
export type UnreadableRow = UnreadableRecord & { readonly position: SourcePosition }

/** The users of one export, in an order that stays the same. */
export type Source = {
  /** The format or the system. */
  readonly from: string
  /** The names of the files with users, as they were given. */
  readonly files: readonly string[]
  /** The field with the key of a record, for messages. */
  readonly keyField: string
  /** Options that its rows need. */
  readonly options: CreateUsersOptions
  /** Reads the rows from a position on. Each call opens each file with users once. */
  readonly rows: (from?: SourcePosition) => AsyncIterable<Result<SourceRow, UnreadableRow>>
  /** Reads the same records as they are in the files, to show them to the person who mends them. */
  readonly records: (from?: SourcePosition) => AsyncIterable<Result<SourceRecord, UnreadableRow>>
  /** SHA-256 of all files and of everything that decides how they are read, in hex. */
  readonly digest: () => Promise<string>
  /** Removes what was kept on disk. */
  readonly close: () => Promise<void>
}

/** Why a source cannot be opened: the file, and where it is wrong. */
export type SourceFault = { readonly file: string; readonly fault: UnreadableRecord }
