import type { LostValue } from './lost-values.ts'

/** Gathers what the configuration would have to say so that more of a source comes along. */
export type MissingConfig = {
  readonly add: (lost: readonly LostValue[]) => void
  /** What to tell the operator. Nothing if nothing is missing. */
  readonly lines: () => readonly string[]
}

/** A configuration with more than these is not written by hand. */
const mostNames = 100

const types: Readonly<Record<NonNullable<LostValue['kind']>, string>> = {
  text: 'string',
  number: 'number',
  flag: 'boolean',
  list: 'list',
  object: 'json',
}

/** Begins to gather custom fields that are not declared, and groups that are no department. */
export const openMissingConfig = (): MissingConfig => {
  const fields = new Map<string, string>()
  const groups = new Set<string>()
  return {
    add: (lost) => {
      for (const { path, reason, kind = 'text' } of lost) {
        const name = String(path[1])
        if (reason === 'undeclared_field' && (fields.has(name) || fields.size < mostNames)) {
          // Values of two types are one JSON field.
          const known = fields.get(name) ?? types[kind]
          fields.set(name, known === types[kind] ? known : 'json')
        }
        if (reason === 'unknown_group' && groups.size < mostNames) groups.add(name)
      }
    },
    lines: () => [
      ...(fields.size === 0
        ? []
        : [
            'The pool does not declare these custom fields. To bring them along, add them to the configuration:',
            JSON.stringify({
              customFields: Object.fromEntries([...fields].map(([name, type]) => [name, { type }])),
            }),
          ]),
      ...(groups.size === 0
        ? []
        : [
            'The organization does not know these groups. To make departments of them, add them to the configuration:',
            JSON.stringify({ departments: [...groups].map((departmentId) => ({ departmentId })) }),
          ]),
    ],
  }
}
