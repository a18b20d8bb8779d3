import type { Check } from '@keepsake/domain/guard'

/**
 * Makes a record of a row. Answers nothing where the row is damaged: it cannot be read, or comes to something else. Why is not
 * told, for what a parser says repeats the text.
 */
export const readRecord = <Row, T>(row: Row, read: (row: Row) => unknown, isOne: Check<T>): T | undefined => {
  try {
    const record = read(row)
    return isOne(record) ? record : undefined
  } catch {
    return undefined
  }
}

/** What the rows come to: the records, and the rows that are damaged. */
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
