import {
  foreignSystem,
  readForeignUser,
  type ForeignSource,
  type ForeignUser,
  type Joined,
  type Lost,
} from '@keepsake/app/foreign'
import { issue, type Checked, type CustomFields, type Issue, type NewUser } from '@keepsake/domain'
import type { Drop } from './drop.ts'
import type { SourceRow } from './source.ts'

/** What decides how the records of a system become rows. */
export type ForeignRules = {
  readonly source: ForeignSource
  readonly joined: Joined
  readonly drop: Drop
  readonly customFields: CustomFields
  readonly now: number
}

type ReadRow = Omit<SourceRow, 'position'>

/** Makes a row of a record of another system. Nothing if the record is no user. */
export const readForeignRow = (record: unknown, rules: ForeignRules): Checked<ReadRow | undefined> =>
  readForeignUser(rules.source, rules.drop.without(record), rules.joined, rules.now).map((read) =>
    read.kind === 'user' ? toRow(read, rules) : undefined,
  )

const toRow = (
  { row: given, facts, warnings }: ForeignUser,
  { drop, customFields }: ForeignRules,
): ReadRow => {
  const { row, undeclared } = splitCustomData(drop.without(given) as NewUser, customFields)
  const [first, ...further] = facts.authenticators ?? []
  const lost: readonly Lost[] = [...facts.lost, ...undeclared, ...unplaced(facts)].filter(
    ({ path, reason }) => reason !== 'derived' && !drop.has(path),
  )
  return {
    key: facts.sourceKey,
    row: first === undefined ? row : { ...row, otp: first },
    further,
    warnings: [...warnings, ...lost.map(toWarning)],
    lost,
  }
}

/** The pool declares its own fields. Another field cannot come along until it is declared. */
const splitCustomData = (
  { customData, ...row }: NewUser,
  declared: CustomFields,
): { readonly row: NewUser; readonly undeclared: readonly Lost[] } => {
  if (customData === undefined) return { row, undeclared: [] }
  const isDeclared = (name: string): boolean => Object.hasOwn(declared, name)
  const names = Object.keys(customData)
  const kept = Object.entries(customData).filter(([name]) => isDeclared(name))
  return {
    row: kept.length === 0 ? row : { ...row, customData: Object.fromEntries(kept) },
    undeclared: names
      .filter((name) => !isDeclared(name))
      .map((name) => ({ path: ['customData', name], reason: 'undeclared_field' as const })),
  }
}

/** A user has no place for these. */
const unplaced = ({ groups = [], roles = [], passkeys = [] }: ForeignUser['facts']): readonly Lost[] =>
  Object.entries({ groups, roles, passkeys })
    .filter(([, values]) => values.length > 0)
    .map(([name]) => ({ path: [name], reason: 'no_place' as const }))

const toWarning = ({ path, reason }: Lost): Issue => issue('user.value_left_behind', path, { reason })

/** The field with the key of a record of a system. */
export const keyFieldOf = (source: ForeignSource): string => foreignSystem(source).key
