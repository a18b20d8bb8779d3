import type { Table } from './tables.ts'

/** More than the one that a call adds, so that a backlog shrinks. */
const looksAtOnce = 4

/**
 * Removes what is over of the records that have waited longest; the others go to the back, so that one that stays for
 * ever does not hide what comes after it. A few at a time, so that no call pays for a quiet night.
 */
export const clearAway = <V>(table: Table<V>, isOver: (record: V) => boolean): void => {
  for (const [key, record] of firstOf(table)) table.put(key, isOver(record) ? undefined : record)
}

const firstOf = <V>(table: Table<V>): readonly (readonly [string, V])[] => {
  const first: (readonly [string, V])[] = []
  for (const entry of table.entries()) {
    if (first.length === looksAtOnce) break
    first.push(entry)
  }
  return first
}
