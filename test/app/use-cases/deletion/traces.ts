import { DatabaseSync } from 'node:sqlite'
import type { Person } from '../tenant/people.ts'

/** What is told of somebody by no more than an id, and stays: others are to learn from it who is gone. */
const stays = 'keepsake_events'

/** All by which somebody could be known again: ids, addresses, names, and where they came from. */
export const marksOf = ({
  userId,
  mustChange,
  invited,
  username,
  email,
  externalId,
}: Person): readonly string[] => [
  userId,
  mustChange.userId,
  invited.userId,
  username,
  email,
  externalId,
  '192.0.2.1',
]

/** The tables of an SQLite file in which a row has one of the marks in any column, in whatever form. */
export const tablesThatKnow = (file: string, marks: readonly string[]): readonly string[] => {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
    return tables
      .map(({ name }) => String(name))
      .filter((name) => name !== stays)
      .filter((name) =>
        database
          .prepare(`SELECT * FROM "${name}"`)
          .all()
          .some((row) => knows(row, marks)),
      )
  } finally {
    database.close()
  }
}

const knows = (row: Readonly<Record<string, unknown>>, marks: readonly string[]): boolean => {
  const texts = Object.values(row).map((value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString() : String(value),
  )
  return marks.some((mark) => texts.some((text) => text.includes(mark)))
}
