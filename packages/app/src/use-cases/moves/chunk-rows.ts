import { issue, rejected, type ChunkWork, type Rejected, type UnreadableRecord } from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import type { MoveRecord, MoveRecords } from './move-records.ts'
import type { MoveRules } from './move-rules.ts'
import { readSourceRow, unreadableRow, type SourceRow } from './read-row.ts'

/**
 * Reads the rows of chunks. Chunks that follow each other are read in one go: a compressed file can only be read from its
 * beginning.
 */
export type ChunkReader = {
  readonly read: (
    work: Extract<ChunkWork, { readonly kind: 'rows' }>,
    rules: MoveRules,
  ) => Promise<Result<readonly SourceRow[], Rejected>>
  readonly close: () => Promise<void>
}

type Reading = {
  readonly iterator: AsyncIterator<Result<MoveRecord, UnreadableRecord>>
  /** The number of the row that comes next. */
  next: number
}

/** Opens a reader of a source's chunks. */
export const openChunkReader = (records: MoveRecords): ChunkReader => {
  let reading: Reading | undefined
  const close = async (): Promise<void> => {
    const open = reading
    reading = undefined
    await open?.iterator.return?.()
  }
  return {
    close,
    read: async ({ from, first, rows }, rules) => {
      if (reading?.next !== first) {
        await close()
        reading = { iterator: records.rows(from)[Symbol.asyncIterator](), next: first }
      }
      return readOn(reading, rows, rules)
    },
  }
}

/** Closes a reader after the work that it is for. */
export const thenClose = async <T>(work: PromiseLike<T>, reader: ChunkReader): Promise<T> => {
  try {
    return await work
  } finally {
    await reader.close()
  }
}

/** A plan has read all these rows, so a file that ends before is another one. */
const readOn = async (
  reading: Reading,
  rows: number,
  rules: MoveRules,
): Promise<Result<readonly SourceRow[], Rejected>> => {
  const read: SourceRow[] = []
  while (read.length < rows) {
    const { value, done } = await reading.iterator.next()
    if (done === true) return err(rejected([issue('move.input_changed', ['input'])]))
    if (value.isErr() && !value.error.canGoOn) return err(rejected(value.error.issues))
    read.push(value.isOk() ? readSourceRow(value.value, rules) : unreadableRow(value.error))
    reading.next += 1
  }
  return ok(read)
}
