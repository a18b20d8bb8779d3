import {
  readHashColumn,
  type CreateUsersOptions,
  type Issue,
  type NewUser,
  type PasswordSettings,
  type Path,
} from '@keepsake/domain'
import type { RefusedRow } from '@keepsake/app'
import { err, ok, type Result } from 'neverthrow'
import { placeOf, type BrokenFile, type FileRow, type RefusedFileRow, type RowStream } from './rows.ts'

/** Some rows of a file, in their order, and those among them that are refused already. */
export type RowBatch<T> = {
  readonly rows: readonly FileRow<T>[]
  readonly refused: readonly RefusedFileRow[]
}

/** How large a batch may be. At most `heavySize` of its rows are heavy. */
export type BatchSizes<T> = {
  readonly size: number
  readonly heavySize: number
  readonly isHeavy: (value: T) => boolean
}

/** Splits a file into batches as it is read, so that only one batch is in memory. */
export async function* batchesOf<T>(
  stream: RowStream<T>,
  { size, heavySize, isHeavy }: BatchSizes<T>,
): AsyncGenerator<Result<RowBatch<T>, BrokenFile>> {
  let batch = emptyBatch<T>()
  let heavy = 0
  for await (const each of stream) {
    if (each.isErr()) {
      if (countOf(batch) > 0) yield ok(batch)
      yield err(each.error)
      return
    }
    const row = each.value
    const weight = row.isOk() && isHeavy(row.value.value) ? 1 : 0
    const isFull = batch.rows.length === size || batch.refused.length >= size || heavy + weight > heavySize
    if (isFull) {
      yield ok(batch)
      batch = emptyBatch()
      heavy = 0
    }
    if (row.isOk()) batch.rows.push(row.value)
    else batch.refused.push(row.error)
    heavy += weight
  }
  if (countOf(batch) > 0) yield ok(batch)
}

/** Reads a whole file as one batch. Of its readable rows only the first ones are kept: more than `most` are too many. */
export const wholeBatch = async <T>(
  stream: RowStream<T>,
  most: number,
): Promise<Result<RowBatch<T>, BrokenFile>> => {
  const batch = emptyBatch<T>()
  for await (const each of stream) {
    if (each.isErr()) return err(each.error)
    const row = each.value
    if (row.isErr()) batch.refused.push(row.error)
    else if (batch.rows.length <= most) batch.rows.push(row.value)
  }
  return ok(batch)
}

const emptyBatch = <T>(): { readonly rows: FileRow<T>[]; readonly refused: RefusedFileRow[] } => ({
  rows: [],
  refused: [],
})

/** The number of rows of a batch, refused or not. */
export const countOf = ({ rows, refused }: RowBatch<unknown>): number => rows.length + refused.length

/** Whether a row has a password that must be hashed, or may have to be. */
export const needsHashing = (
  { password }: NewUser,
  options: CreateUsersOptions | undefined,
  { weakHashes }: Pick<PasswordSettings, 'weakHashes'>,
): boolean => {
  if (options?.autoGeneratePassword === true) return true
  if (password === undefined) return false
  return options?.keepPassword !== true || weakHashes === 'wrap' || readHashColumn(password).kind === 'clear'
}

/** Moves the issues of a batch's rows to the rows of the file. `place` gives the place of a value inside its row. */
export const atFileRows = <T>(
  batch: readonly FileRow<T>[],
  issues: readonly Issue[],
  place: (value: T, path: Path) => Path = (_, path) => path,
): readonly Issue[] =>
  issues.map((issue) => {
    const [list, index, ...rest] = issue.path
    const at = typeof index === 'number' ? batch[index] : undefined
    if (list !== 'list' || at === undefined) return issue
    const other = batch[Number(issue.params?.['row'])]
    return {
      ...issue,
      path: [list, at.row, ...place(at.value, rest)],
      ...(other && { params: { ...issue.params, row: other.row } }),
    }
  })

/** The same for refused rows. Their indexes in the batch become those of the file. */
export const refusedAtFileRows = <T>(
  batch: readonly FileRow<T>[],
  refused: readonly RefusedRow[],
  place?: (value: T, path: Path) => Path,
): readonly RefusedFileRow[] =>
  refused.map(({ row, issues }) => ({
    ...placeOf(batch[row] ?? { row }),
    issues: atFileRows(batch, issues, place),
  }))
