import type { Issue, Path, RecordPosition, UnreadableRecord } from '@keepsake/domain'
import type { Result } from 'neverthrow'

/** A value of a record that cannot come along. */
export type LostValue = {
  /** From the root of the record. */
  readonly path: Path
  /** Why, in a word such as `unknown_field`. */
  readonly reason: string
  /** What it is, such as `text` or `list`. */
  readonly kind?: string
}

/** A record of a source that can be read. */
export type MoveRecord = {
  readonly position: RecordPosition
  /** Of the record in its source. If it is absent, the `externalId` of the row is the key. */
  readonly key?: string
  /** A row of `users.create`. `null` in a field says that the source has nothing there any more. */
  readonly row: unknown
  /** Authenticators beside that of the row. */
  readonly further?: readonly unknown[]
  readonly lost?: readonly LostValue[]
  readonly warnings?: readonly Issue[]
}

/** The records of a source, which can be read several times, and from any of their positions. */
export type MoveRecords = {
  /** The format or the system that they come from, such as `ndjson`. */
  readonly from: string
  /** The name of the file. */
  readonly name: string
  /** Of everything that is read. Another digest is another input. */
  readonly digest: string
  /** What opens them again, in the caller's own words. `status` gives it back. */
  readonly reopen?: string
  readonly rows: (from?: RecordPosition) => AsyncIterable<Result<MoveRecord, UnreadableRecord>>
}
