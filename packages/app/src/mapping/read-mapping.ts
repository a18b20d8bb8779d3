import { issue, type Checked, type Issue } from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import { z } from 'zod'
import { checkShape } from '../input/check-shape.ts'
import { newUser } from '../input/new-user.ts'
import { parseCellPath } from '../input/cells/index.ts'
import { readForm } from './date-form.ts'
import type { Conversion, MappedConstant, Mapping, MappingRule } from './mapping.ts'

const constant: z.ZodType<MappedConstant> = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.array(z.unknown()),
  z.record(z.string(), z.unknown()),
])

const conversion: z.ZodType<Conversion> = z.union([
  z.enum(['text', 'number', 'flag', 'trim', 'lower', 'json', 'hex-to-base64', 'base64-to-hex']),
  z.strictObject({ date: z.string().describe('A form such as DD.MM.YYYY') }),
  z.strictObject({
    time: z.string().describe('seconds, milliseconds, or a form such as YYYY-MM-DD HH:mm:ss'),
    zone: z
      .string()
      .regex(/^(?:Z|[+-]\d\d:\d\d)$/u)
      .describe('An offset such as +08:00, for a form without Z')
      .exactOptional(),
  }),
  z.strictObject({
    split: z.string().min(1),
    take: z.union([z.enum(['first', 'last', 'rest']), z.int().min(0)]),
  }),
  z.strictObject({ list: z.string().min(1) }),
  z.strictObject({ enum: z.record(z.string(), constant), else: constant.exactOptional() }),
])

const conversions = z.union([conversion, z.array(conversion).min(1)])

const rule: z.ZodType<MappingRule> = z.union([
  z.string().min(1).describe('The path of a value in the record, or the name of a column'),
  z.strictObject({ const: constant }),
  z.strictObject({ path: z.string().min(1), as: conversions }),
  z.strictObject({
    template: z.string().min(1).describe('Paths in braces are replaced by their values'),
    as: conversions.exactOptional(),
  }),
])

const mapping: z.ZodType<Mapping> = z.strictObject({
  $schema: z.string().exactOptional(),
  key: z
    .string()
    .min(1)
    .describe('The path of the key of a record. The field externalId if absent')
    .exactOptional(),
  fields: z
    .record(z.string(), rule)
    .describe('By the field of a row, such as email, customData.plan or identities[0].provider'),
  drop: z.array(z.string()).describe('Paths that are left behind on purpose').exactOptional(),
})

/** The JSON schema of a mapping file, for editors. */
export const mappingSchema = (): object => ({ title: 'A mapping of Keepsake', ...z.toJSONSchema(mapping) })

/** Reads a mapping from JSON. Every field that a row does not have, and every form of a date that is none, is named. */
export const readMapping = (json: unknown): Checked<Mapping> =>
  checkShape(mapping, json).andThen((read) => {
    const issues = Object.entries(read.fields).flatMap(([field, each]) => issuesOf(field, each))
    return issues.length === 0 ? ok(read) : err(issues)
  })

const issuesOf = (field: string, each: MappingRule): readonly Issue[] => [
  ...(isField(field) ? [] : [issue('request.field_unknown', ['fields', field])]),
  ...conversionsOf(each).flatMap((one) => {
    const form = formOf(one)
    return form === undefined || readForm(form) !== undefined
      ? []
      : [issue('request.value_not_allowed', ['fields', field, 'as'], { allowed: forms })]
  }),
]

const forms = 'forms of YYYY, MM, MMM, DD, HH, mm, ss, SSS and Z'

/** The conversions of a rule, in their order. */
export const conversionsOf = (of: MappingRule): readonly Conversion[] => {
  if (typeof of === 'string' || !('as' in of) || of.as === undefined) return []
  return isList(of.as) ? of.as : [of.as]
}

const isList = (as: Conversion | readonly Conversion[]): as is readonly Conversion[] => Array.isArray(as)

const formOf = (one: Conversion): string | undefined => {
  if (typeof one === 'string') return undefined
  if ('date' in one) return one.date
  return 'time' in one && one.time !== 'seconds' && one.time !== 'milliseconds' ? one.time : undefined
}

/** Whether a row has a field of this name. What is inside of it is checked with the first record. */
const isField = (field: string): boolean => {
  const [name] = parseCellPath(field)
  return checkShape(newUser, { [String(name)]: undefined }).match(
    () => true,
    (issues) =>
      issues.every(({ code }) => code !== 'request.field_unknown' && code !== 'request.forbidden_key'),
  )
}
