import {
  foreignSystem,
  placeFacts,
  readForeignUser,
  type ForeignFacts,
  type ForeignSource,
  type ForeignUser,
  type Joined,
  type Lost,
} from '@keepsake/app/foreign'
import type { Checked, CustomFields, NewUser } from '@keepsake/domain'
import { mappedPaths } from '@keepsake/app/mapping'
import { err, ok } from 'neverthrow'
import { readDrop, type Drop } from './drop.ts'
import { lostWarning, withKind } from './lost-values.ts'
import { mapRecord, overlay, runMapper, type OwnRules } from './map-record.ts'
import type { SourceRow } from './source.ts'

/** What decides how the records of a system become rows. */
export type ForeignRules = {
  readonly source: ForeignSource
  readonly joined: Joined
  readonly drop: Drop
  readonly customFields: CustomFields
  readonly departments: 'any' | readonly string[]
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
  user: ForeignUser,
  { drop, customFields, departments, now }: ForeignRules,
): ReadRow => {
  const dropped = {
    ...user,
    row: drop.without(user.row) as NewUser,
    facts: drop.without(user.facts) as ForeignFacts,
  }
  const placed = placeFacts(dropped, { customFields, departments, now })
  const lost = placed.lost
    .map(named)
    .filter(({ path, reason }) => reason !== 'derived' && !drop.has(path))
    .map((each) => withKind(each.path[0] === 'customData' ? factsOf(user) : record, each))
  return {
    key: user.facts.sourceKey,
    row: placed.row,
    further: placed.further,
    warnings: [...user.warnings, ...lost.map(lostWarning)],
    lost,
  }
}

/** What is not in the record is the password. */
const named = ({ path, reason }: Lost): Lost => ({ path: path.length === 0 ? ['password'] : path, reason })

/** Roles and groups are lists among the custom data. */
const factsOf = ({ row, facts: { groups, roles } }: ForeignUser): unknown => ({
  customData: { ...(groups && { groups }), ...(roles && { roles }), ...row.customData },
})

/** The field with the key of a record of a system. */
export const keyFieldOf = (source: ForeignSource): string => foreignSystem(source).key
