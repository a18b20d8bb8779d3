import { tables, type TableName } from '../../../../packages/adapters/src/storage/sql/tables.ts'
import type { Ask, Row } from '../../../adapters/storage/ask-by-url.ts'
import type { Person } from '../tenant/people.ts'

/** What is told of somebody by no more than an id, and stays: others are to learn from it who is gone. */
const stays: TableName = 'keepsake_events'

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

/** The tables of a database, but for that of events, in which a row has one of the marks in any column, in whatever form. */
export const tablesThatKnow = async (ask: Ask, marks: readonly string[]): Promise<readonly string[]> => {
  const found: string[] = []
  for (const name of Object.keys(tables))
    if (name !== stays && (await ask(`SELECT * FROM ${name}`)).some((row) => knows(row, marks)))
      found.push(name)
  return found
}

const knows = (row: Row, marks: readonly string[]): boolean => {
  const texts = Object.values(row).map(textOf)
  return marks.some((mark) => texts.some((text) => text.includes(mark)))
}

const textOf = (value: unknown): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString() : JSON.stringify(value)
