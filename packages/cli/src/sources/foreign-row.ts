import {
  foreignSystem,
  readForeignUser,
  type ForeignSource,
  type ForeignUser,
  type Joined,
  type Lost,
} from '@keepsake/app/foreign'
import type { Checked, CustomFields, NewUser } from '@keepsake/domain'
import { mappedPaths } from '@keepsake/app/mapping'
import { err, ok } from 'neverthrow'
import { readDrop, type Drop } from './drop.ts'
import { lostWarning, splitCustomData, withKind, type LostValue } from './lost-values.ts'
import { mapRecord, overlay, runMapper, type OwnRules } from './map-record.ts'
import type { SourceRow } from './source.ts'

/** What decides how the records of a system become rows. */
export type ForeignRules = {
  readonly source: ForeignSource
  readonly joined: Joined
  readonly drop: Drop
  readonly customFields: CustomFields
  readonly now: number
  readonly own: OwnRules
}

type ReadRow = Omit<SourceRow, 'position'>

/**
 * Makes a row of a record of another system. Nothing if the record is no user. The fields of a mapping go over those that the
 * reader has found, and a module has the last word.
 */
export const readForeignRow = async (
  record: unknown,
  rules: ForeignRules,
): Promise<Checked<ReadRow | undefined>> => {
  const { source, drop, joined, now, own } = rules
  const read = readForeignUser(source, drop.without(record), joined, now)
  if (read.isErr()) return err(read.error)
  if (read.value.kind !== 'user') return ok(undefined)
  const mapped = withMapping(record, toRow(record, read.value, rules), rules)
  if (mapped.isErr() || own.mapper === undefined) return mapped
  const { row, ...rest } = mapped.value
  return (await runMapper(record, row, own.mapper)).map((made) => made && { ...rest, row: made })
}

const withMapping = (
  record: unknown,
  read: ReadRow,
  { own: { mapping }, customFields, drop }: ForeignRules,
): Checked<ReadRow> => {
  if (mapping === undefined) return ok(read)
  return mapRecord(record, mapping, customFields).map(({ row, key }) => {
    const isTaken = readDrop([...mappedPaths(mapping), ...(mapping.drop ?? [])])
    const lost = read.lost.filter(({ path }) => !isTaken.has(path) && !drop.has(path))
    const others = read.warnings.filter(({ code }) => code !== 'user.value_left_behind')
    return {
      ...read,
      ...(mapping.key !== undefined && { key }),
      row: overlay(read.row, row),
      lost,
      warnings: [...others, ...lost.map(lostWarning)],
    }
  })
}

const toRow = (
  record: unknown,
  { row: given, facts, warnings }: ForeignUser,
  { drop, customFields }: ForeignRules,
): ReadRow => {
  const { row, undeclared } = splitCustomData(drop.without(given) as NewUser, customFields)
  const [first, ...further] = facts.authenticators ?? []
  const lost: readonly LostValue[] = [
    ...facts.lost.map((each) => withKind(record, each)),
    ...undeclared,
    ...unplaced(facts),
  ].filter(({ path, reason }) => reason !== 'derived' && !drop.has(path))
  return {
    key: facts.sourceKey,
    row: first === undefined ? row : { ...row, otp: first },
    further,
    warnings: [...warnings, ...lost.map(lostWarning)],
    lost,
  }
}

/** A user has no place for these. */
const unplaced = ({ groups = [], roles = [], passkeys = [] }: ForeignUser['facts']): readonly Lost[] =>
  Object.entries({ groups, roles, passkeys })
    .filter(([, values]) => values.length > 0)
    .map(([name]) => ({ path: [name], reason: 'no_place' as const }))

/** The field with the key of a record of a system. */
export const keyFieldOf = (source: ForeignSource): string => foreignSystem(source).key
