import type { Table } from './tables.ts'

/** More than the one that a call adds, so that a backlog shrinks. */
const looksAtOnce = 4

/**
 * Looks at the records that have waited longest, and removes those that are over. The others go to the back, so that a
 * record that stays for ever does not hide what comes after it. It looks at a few at a time, so that no single call
 * pays for everything that has expired in a quiet night.
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
