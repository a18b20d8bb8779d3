import type { Check } from '@keepsake/domain/guard'

/**
 * Makes a record from a row. Answers nothing if the row is damaged: it cannot be read, or gives something else. The
 * reason is not reported, because a parser's message repeats the text.
 */
export const readRecord = <Row, T>(row: Row, read: (row: Row) => unknown, isOne: Check<T>): T | undefined => {
  try {
    const record = read(row)
    return isOne(record) ? record : undefined
  } catch {
    return undefined
  }
}

/** The records of the rows, and the rows that are damaged. */
export type ReadRecords<Row, T> = { readonly records: readonly T[]; readonly damaged: readonly Row[] }

export const readRecords = <Row, T>(
  rows: readonly Row[],
  read: (row: Row) => unknown,
  isOne: Check<T>,
): ReadRecords<Row, T> => {
  const found = rows.map((row) => ({ row, record: readRecord(row, read, isOne) }))
  return {
    records: found.flatMap(({ record }) => (record === undefined ? [] : [record])),
    damaged: found.flatMap(({ row, record }) => (record === undefined ? [row] : [])),
  }
}
