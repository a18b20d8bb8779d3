import type { ForeignFacts, ForeignOther } from './foreign-user.ts'
export type { ForeignOther } from './foreign-user.ts'
import type { Instant, NewUser } from '@keepsake/domain'
import type { Fields } from './record/open-record.ts'
import type { Notes } from './record/notes.ts'

/** The side files of a move, looked up by key. No file is in memory as a whole. */
export type Joined = {
  /** The records of a side file under a key, in their order. */
  readonly find: (file: string, key: string) => readonly unknown[]
  /** Whether the side file was given. */
  readonly has: (file: string) => boolean
  /** The text of a side file that holds one value, such as a key. */
  readonly text: (file: string) => string | undefined
}

/** How a file is recognised by its first records: the dotted paths of fields. */
export type FileSigns = {
  readonly all: readonly string[]
  /** Each of these makes it more certain. */
  readonly some?: readonly string[]
  readonly none?: readonly string[]
  /** What else a record must fulfil. */
  readonly also?: (record: Readonly<Record<string, unknown>>) => boolean
}

/** A file of another system. */
export type ForeignFile = {
  readonly name: string
  /** What its user would call it. */
  readonly about: string
  /** Where its records are in a JSON document, such as `data.list` or `orgs.*.humanUsers`. `''` is the document. */
  readonly at: readonly string[]
  /** The names of the columns, if the system writes CSV without a header. */
  readonly columns?: readonly string[]
  /** Several, if a system has more than one form of the file. */
  readonly signs: readonly FileSigns[]
  /** For a side file: the keys under which the join finds a record. It never throws. */
  readonly keysOf?: (record: unknown) => readonly string[]
  /** What of a record the join needs, if that is less than the whole: a group may have a million members. */
  readonly keep?: (record: unknown) => unknown
  /** The records are in the file of the users, between them or beside them. */
  readonly beside?: true
  /** The file is one text, such as a key. Reads the text of a file if it is one. */
  readonly textIn?: (text: string) => string | undefined
}

/** What a reader has when it reads one record. */
export type Reading = {
  readonly notes: Notes
  /** The joined records, opened. What a reader does not ask for in them is lost by name, as in the record itself. */
  readonly side: (file: string, key: string | undefined) => readonly Fields[]
  readonly has: (file: string) => boolean
  readonly text: (file: string) => string | undefined
  /** Tells whether a time-limited lock is over. */
  readonly now: Instant
}

/** What a reader makes of a record. The notes have what cannot come along. */
export type ReadUser = {
  readonly row: NewUser
  readonly facts: Omit<ForeignFacts, 'lost'>
}

/** One row of the table of systems. */
export type ForeignSystem = {
  readonly id: string
  readonly name: string
  /** The field with the key of a record. */
  readonly key: string
  /** Its CSV has places as names of columns, such as `identities[0].provider`. */
  readonly flat?: true
  /** The field that a heading of its spreadsheet stands for. */
  readonly headings?: (heading: string) => string | undefined
  /** The page that says how to get the export. */
  readonly docs: string
  /** The file of the users, and the side files. */
  readonly users: ForeignFile
  readonly sides: readonly ForeignFile[]
  /** The hashes that it has, by our names of the formats. Empty if no hash leaves the system. */
  readonly hashes: readonly string[]
  /** What stays behind, in words. */
  readonly staysBehind: readonly string[]
  /** Nothing if a record is not a user. */
  readonly read: (user: Fields, reading: Reading) => ReadUser | ForeignOther
}
