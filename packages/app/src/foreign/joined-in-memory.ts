import type { Joined } from './foreign-system.ts'
import { foreignSystem, type ForeignSource } from './systems.ts'

/** Side files as they are in memory: lists of records, or the text of a file with one value. For small moves and tests. */
export type SideFiles = Readonly<Record<string, readonly unknown[] | string>>

/** Joins side files that are in memory. A file that the system does not have is ignored. */
export const joinInMemory = (source: ForeignSource, files: SideFiles): Joined => {
  const tables = new Map<string, Map<string, unknown[]>>()
  const texts = new Map<string, string>()
  for (const side of foreignSystem(source).sides) {
    const given = Object.hasOwn(files, side.name) ? files[side.name] : undefined
    if (typeof given === 'string') {
      const text = side.textIn?.(given)
      if (text !== undefined) texts.set(side.name, text)
    } else if (given !== undefined && side.keysOf !== undefined) {
      tables.set(side.name, byKey(given, side.keysOf, side.keep))
    }
  }
  return {
    find: (file, key) => tables.get(file)?.get(key) ?? [],
    has: (file) => tables.has(file) || texts.has(file),
    text: (file) => texts.get(file),
  }
}

const byKey = (
  records: readonly unknown[],
  keysOf: (record: unknown) => readonly string[],
  keep: (record: unknown) => unknown = (record) => record,
): Map<string, unknown[]> => {
  const table = new Map<string, unknown[]>()
  for (const record of records)
    for (const key of new Set(keysOf(record))) {
      const found = table.get(key)
      if (found === undefined) table.set(key, [keep(record)])
      else found.push(keep(record))
    }
  return table
}
