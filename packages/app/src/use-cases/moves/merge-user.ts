import type { FieldRule, User } from '@keepsake/domain'
import { mergeField } from '@keepsake/domain/rules'
import { traceOf } from './digests.ts'
import type { Judging } from './judging.ts'
import { fieldsOfUser, withFields, type FieldValues } from './user-fields.ts'

/** What a row does to a user's record. */
export type MergedUser = {
  /** Absent if the record stays as it is. */
  readonly next: User | undefined
  /** Traces of all that the source has brought by now. */
  readonly fields: Readonly<Record<string, string>>
  /** The fields that the user gets from the source. */
  readonly taken: readonly string[]
  /** The fields in which the source differs, and ours stay. */
  readonly kept: readonly string[]
}

/** Decides field by field what a known user gets from a row. `last`: the traces of what the source has brought before. */
export const mergeUser = (
  user: User,
  brought: FieldValues,
  last: Readonly<Record<string, string>>,
  judging: Judging,
): MergedUser => {
  const trace = traceOf(judging)
  const present = fieldsOfUser(user)
  const fields = new Map(Object.entries(last))
  const taken: [string, unknown][] = []
  const kept: string[] = []
  for (const [name, value] of Object.entries(brought)) {
    const versions = {
      last: fields.get(name),
      present: trace(name, Object.hasOwn(present, name) ? present[name] : undefined),
      brought: value === null ? null : trace(name, value),
    }
    const verdict = mergeField(ruleOf(name, judging), versions)
    if (verdict === 'take') taken.push([name, value])
    if (verdict === 'keep') kept.push(name)
    if (typeof versions.brought === 'string') fields.set(name, versions.brought)
    else fields.delete(name)
  }
  const values = Object.fromEntries(taken)
  return {
    next: taken.length === 0 ? undefined : withFields(user, values, judging.context.ports.system.newId),
    fields: Object.fromEntries(fields),
    taken: taken.map(([name]) => name),
    kept,
  }
}

/** The traces of what a row brings for a user who is new. */
export const traceBrought = (brought: FieldValues, judging: Judging): Readonly<Record<string, string>> => {
  const trace = traceOf(judging)
  return Object.fromEntries(
    Object.entries(brought).flatMap(([name, value]) => {
      const traced = value === null ? undefined : trace(name, value)
      return traced === undefined ? [] : [[name, traced] as const]
    }),
  )
}

/** A rule for `customData` is for each of its keys that has none of its own. */
export const ruleOf = (name: string, { rules }: Pick<Judging, 'rules'>): FieldRule => {
  const own = Object.hasOwn(rules.fields, name) ? rules.fields[name] : undefined
  if (own !== undefined) return own
  return name.startsWith('customData.') && Object.hasOwn(rules.fields, 'customData')
    ? (rules.fields['customData'] ?? 'merge')
    : 'merge'
}
