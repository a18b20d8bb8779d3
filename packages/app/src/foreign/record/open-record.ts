import { issue, parseJson, type Instant, type Path } from '@keepsake/domain'
import { isPlainRecord } from '../../input/is-json.ts'
import type { LostReason } from '../foreign-user.ts'
import { lose, type FurtherContact, type Notes } from './notes.ts'
import { valueAt } from './place.ts'
import { countOf, flagOf, idOf, isAbsent, timeOf } from './values.ts'

/**
 * The fields of a record, each read by its name. A value of a wrong type becomes an issue. A field that has a value and is
 * never asked for is noted as lost when the record is closed, so no value is dropped in silence. An empty text, list or
 * object counts as absent.
 */
export type Fields = {
  readonly path: Path
  readonly names: () => readonly string[]
  /** The name that a field has in the file. */
  readonly shown: (name: string) => string
  /** Whether there is a value. It does not count as read. */
  readonly has: (name: string) => boolean
  /** Whether a field was asked for. */
  readonly isRead: (name: string) => boolean
  /** The value at a place, as it is, for a decision. It does not count as read. */
  readonly peek: (...path: readonly (string | number)[]) => unknown
  readonly text: (name: string) => string | undefined
  /** A text or a whole number, as text. */
  readonly id: (name: string) => string | undefined
  readonly flag: (name: string) => boolean | undefined
  readonly count: (name: string) => number | undefined
  readonly time: (name: string) => Instant | undefined
  readonly texts: (name: string) => readonly string[]
  readonly object: (name: string) => Fields | undefined
  readonly objects: (name: string) => readonly Fields[]
  /** The value as it is. */
  readonly any: (name: string) => unknown
  /** What is in the field as JSON: in a text, as some systems write it, or as it is. */
  readonly json: (name: string) => unknown
  /** The object that is in the field as JSON. */
  readonly jsonObject: (name: string) => Fields | undefined
  /** The objects of the list that is in the field as JSON. */
  readonly jsonObjects: (name: string) => readonly Fields[]
  /** Opens a record that was made of a field's value, at the place of the field. */
  readonly inner: (record: Readonly<Record<string, unknown>>, name: string) => Fields
  /** Notes the values of these fields as lost, if there are any. */
  readonly lose: (reason: LostReason, ...names: readonly string[]) => void
  /** Notes the record as a whole as lost. */
  readonly loseWhole: (reason: LostReason) => void
  /** Notes one element of a list as lost. */
  readonly loseElement: (reason: LostReason, name: string, index: number) => void
  /** Keeps a value of a field as a further address or number of the user. */
  readonly contact: (
    kind: FurtherContact['kind'],
    name: string,
    value: string | undefined,
    verified?: boolean,
  ) => void
  /** Notes an issue of a field. */
  readonly refuse: (name: string, expected: string) => void
  /** Notes what was never asked for. */
  readonly close: () => void
}

/** Far above any profile with its pictures left out. In UTF-16 units. */
const longestText = 1_048_576

/** Opens a record at a place. `shown`: the names that the fields have in the file, if they are read by others. */
export const openRecord = (
  record: Readonly<Record<string, unknown>>,
  notes: Notes,
  path: Path = [],
  shown: (name: string) => string = (name) => name,
): Fields => {
  const at = (name: string, ...rest: Path): Path => [...path, shown(name), ...rest]
  const used = new Set<string>()
  const opened: Fields[] = []
  let isLost = false

  const refuse = (place: Path, expected: string): undefined => {
    notes.issues.push(issue('request.field_of_wrong_type', place, { expected }))
  }
  const valueOf = (name: string): unknown => {
    used.add(name)
    const value = Object.hasOwn(record, name) ? record[name] : undefined
    if (typeof value === 'string' && value.length > longestText)
      return refuse(at(name), `text of at most ${longestText} characters`)
    return isAbsent(value) ? undefined : value
  }
  const reader =
    <T>(parse: (value: unknown) => T | undefined, expected: string) =>
    (name: string): T | undefined => {
      const value = valueOf(name)
      return value === undefined ? undefined : (parse(value) ?? refuse(at(name), expected))
    }
  const open = (value: unknown, place: Path): Fields | undefined => {
    if (!isPlainRecord(value)) return refuse(place, 'object')
    const fields = openRecord(value, notes, place)
    opened.push(fields)
    return fields
  }
  const openAll = (value: unknown, name: string): readonly Fields[] => {
    if (value === undefined) return []
    if (!Array.isArray(value)) return refuse(at(name), 'array') ?? []
    return value.flatMap((each: unknown, index) => open(each, at(name, index)) ?? [])
  }
  const json = (name: string): unknown => {
    const value = valueOf(name)
    if (typeof value !== 'string') return value
    return parseJson(value).match(
      (parsed) => (isAbsent(parsed) ? undefined : parsed),
      () => {
        notes.issues.push(issue('request.not_json', at(name)))
        return undefined
      },
    )
  }

  return {
    path,
    names: () => Object.keys(record),
    shown,
    has: (name) => Object.hasOwn(record, name) && !isAbsent(record[name]),
    isRead: (name) => used.has(name),
    peek: (...steps) => valueAt(record, ...steps),
    text: reader((value) => (typeof value === 'string' ? value : undefined), 'string'),
    id: reader(idOf, 'string'),
    flag: reader(flagOf, 'boolean'),
    count: reader(countOf, 'whole number'),
    time: (name) => {
      const time = reader(timeOf, 'time')(name)
      return time === 'none' ? undefined : time
    },
    texts: (name) => {
      const value = valueOf(name)
      if (value === undefined) return []
      if (!Array.isArray(value)) return refuse(at(name), 'array') ?? []
      return value.flatMap((each: unknown, index) =>
        typeof each === 'string' ? [each] : (refuse(at(name, index), 'string') ?? []),
      )
    },
    object: (name) => {
      const value = valueOf(name)
      return value === undefined ? undefined : open(value, at(name))
    },
    objects: (name) => openAll(valueOf(name), name),
    any: valueOf,
    json,
    jsonObject: (name) => {
      const value = json(name)
      return value === undefined ? undefined : open(value, at(name))
    },
    jsonObjects: (name) => openAll(json(name), name),
    inner: (inner, name) => {
      used.add(name)
      const fields = openRecord(inner, notes, at(name))
      opened.push(fields)
      return fields
    },
    lose: (reason, ...names) => {
      for (const name of names) if (valueOf(name) !== undefined) lose(notes, reason, at(name))
    },
    loseWhole: (reason) => {
      lose(notes, reason, path)
      isLost = true
    },
    loseElement: (reason, name, index) => lose(notes, reason, at(name, index)),
    contact: (kind, name, value, verified) => {
      if (value !== undefined) notes.further.push({ kind, value, verified, path: at(name) })
    },
    refuse: (name, expected) => {
      used.add(name)
      refuse(at(name), expected)
    },
    close: () => {
      if (isLost) return
      for (const name of Object.keys(record))
        if (!used.has(name) && !isAbsent(record[name])) lose(notes, 'unknown_field', at(name))
      for (const each of opened) each.close()
    },
  }
}
