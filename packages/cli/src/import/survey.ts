import { ok, type Result } from 'neverthrow'
import { type BrokenFile, type FileRow, type ReadRow } from './rows.ts'

/** What is known of a file before its first row is used. */
export type Survey<T> = {
  readonly count: number
  /** The rows that were looked for. */
  readonly wanted: readonly FileRow<T>[]
}

/** Goes once through a whole file, so that nothing is written if it breaks anywhere. Keeps only the rows that are wanted. */
export const surveyRows = async <T>(
  rows: AsyncIterable<Result<ReadRow<T>, BrokenFile>>,
  isWanted: (value: T) => boolean = () => false,
): Promise<Result<Survey<T>, BrokenFile>> => {
  const wanted: FileRow<T>[] = []
  let count = 0
  for await (const each of rows) {
    if (each.isErr()) return each.map(() => ({ count, wanted }))
    const row = each.value
    if (row.isOk() && isWanted(row.value.value)) wanted.push(row.value)
    count += 1
  }
  return ok({ count, wanted })
}
