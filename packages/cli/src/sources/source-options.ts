import type { ForeignSource } from '@keepsake/app/foreign'
import type { CreateUsersOptions, CustomFields, RecordFormat } from '@keepsake/domain'
import type { RecordBounds } from '../composition/record-adapters.ts'
import type { FileFlags } from '../import/file-flags.ts'

/** Where users come from: the format of a file with our own rows, the rows of a query, or a system. */
export type SourceFrom = RecordFormat | ForeignSource | 'sql'

/** What a source is opened with. */
export type SourceOptions = {
  /** Absent: rows of our own, whose format the file shows. */
  readonly from?: SourceFrom
  /** As the arguments of the command name them. `-` is standard input. */
  readonly files: readonly string[]
  /** Side files by their names, where their content does not tell what they are. */
  readonly with?: Readonly<Record<string, readonly string[]>>
  /** Fields that are let go. `all`: everything that cannot come along. */
  readonly drop?: readonly string[]
  /** For rows of our own: the field with the key of a record. `externalId` if absent. */
  readonly key?: string
  /**
   * For rows of our own: what happens to a field that a row does not have, and to custom data that the pool does not declare.
   * `refuse`, the default: the row is refused. `lose`: the row comes without it.
   */
  readonly unknownFields?: 'refuse' | 'lose'
  /** A file that says how records become rows. */
  readonly mapping?: string
  /** A module whose default export makes a row of a record. */
  readonly module?: string
  /** Users are the rows of this query. Files are side files then. */
  readonly query?: string
  /** The URL of the database of the query. */
  readonly database?: string
  readonly flags?: FileFlags
  /** Options of the batch that a flag gives. For rows of our own they decide how empty cells are read. */
  readonly options?: CreateUsersOptions
  /** What the pool knows. */
  readonly pool: {
    readonly customFields: CustomFields
    readonly departments: 'any' | readonly string[]
  }
  readonly bounds: RecordBounds
  readonly now: number
}
