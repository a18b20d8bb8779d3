import { issue, type Checked, type Instant } from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import { isPlainRecord } from '../input/is-json.ts'
import { readPlain } from '../input/read-plain.ts'
import type { ForeignSystem, Joined, Reading } from './foreign-system.ts'
import type { ForeignRecord } from './foreign-user.ts'
import { furtherContacts } from './parts/contacts.ts'
import { nested } from './record/nested.ts'
import { newNotes, type Notes } from './record/notes.ts'
import { openRecord, type Fields } from './record/open-record.ts'
import { foreignSystem, type ForeignSource } from './systems.ts'

/** The side files of a move that has none. */
export const nothingJoined: Joined = { find: () => [], has: () => false, text: () => undefined }

/**
 * Reads one record of another system. Each value of the record and of its joined records is in the row, in the facts, in
 * `lost` with its reason, or in an issue with its place. In side files the first step of a place is the name of the file.
 */
export const readForeignUser = (
  source: ForeignSource,
  record: unknown,
  joined: Joined = nothingJoined,
  now: Instant = 0,
): Checked<ForeignRecord> =>
  readPlain(record).andThen((plain) => {
    const system = foreignSystem(source)
    const fields = Array.isArray(plain) ? byColumn(plain, system) : plain
    return isPlainRecord(fields)
      ? readWith(system, fields, joined, now)
      : err([issue('request.field_of_wrong_type', [], { expected: 'object' })])
  })

/** The cells of a row by the columns of a system that writes no header. Further cells go by their number. */
const byColumn = (row: readonly unknown[], { users: { columns } }: ForeignSystem): unknown =>
  columns && Object.fromEntries(row.map((cell, index) => [columns[index] ?? String(index), cell]))

const readWith = (
  system: ForeignSystem,
  record: Readonly<Record<string, unknown>>,
  joined: Joined,
  now: Instant,
): Checked<ForeignRecord> => {
  const notes = newNotes()
  const opened: Fields[] = [openInFields(record, system, notes)]
  const reading: Reading = {
    notes,
    now,
    has: joined.has,
    text: joined.text,
    side: (file, key) => {
      const fields = key === undefined ? [] : openAll(file, joined.find(file, key), notes)
      opened.push(...fields)
      return fields
    },
  }
  const read = system.read(opened[0]!, reading)
  if ('kind' in read) return ok(read)
  for (const each of opened) each.close()
  if (read.facts.sourceKey === '') notes.issues.push(issue('request.field_missing', [system.key]))
  const contacts = furtherContacts(read.row, notes)
  return notes.issues.length > 0
    ? err(notes.issues)
    : ok({
        kind: 'user',
        row: { ...withoutEmptyLists(read.row), ...contacts },
        facts: { ...withoutEmptyLists(read.facts), lost: notes.lost },
        warnings: notes.warnings,
      })
}

const openAll = (file: string, records: readonly unknown[], notes: Notes): readonly Fields[] =>
  records.flatMap((record, index) => {
    const path = records.length === 1 ? [file] : [file, index]
    const plain = readPlain(record).unwrapOr(undefined)
    if (isPlainRecord(plain)) return [openRecord(plain, notes, path)]
    notes.issues.push(issue('request.field_of_wrong_type', path, { expected: 'object' }))
    return []
  })

const withoutEmptyLists = <T extends object>(fields: T): T =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => !(Array.isArray(value) && value.length === 0)),
  ) as T

/** Opens a record with its fields where the reader looks for them. */
const openInFields = (
  record: Readonly<Record<string, unknown>>,
  { flat, headings }: ForeignSystem,
  notes: Notes,
): Fields => {
  if (flat === true) return openRecord(nested(record), notes)
  if (headings === undefined) return openRecord(record, notes)
  const shown = new Map<string, string>()
  const fields = Object.entries(record).map(([name, value]): [string, unknown] => {
    const field = headings(name) ?? name
    // Of two headings for one field the first is it. The other is lost by its own name.
    if (shown.has(field) || (field !== name && Object.hasOwn(record, field))) return [name, value]
    shown.set(field, name)
    return [field, value]
  })
  return openRecord(Object.fromEntries(fields), notes, [], (field) => shown.get(field) ?? field)
}
