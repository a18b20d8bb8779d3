import type { z } from 'zod'

/**
 * What to do about a fault of a configuration: the error map of every schema that an operator's values are checked with. It
 * names types, limits and options, and never the value.
 */
export const toDo: z.core.$ZodErrorMap = (fault) => {
  switch (fault.code) {
    case 'invalid_type':
      return `give ${nameOf(fault.expected)}`
    case 'invalid_value':
      return `give ${fault.values.map((value) => JSON.stringify(value)).join(' or ')}`
    case 'unrecognized_keys':
      return `remove ${fault.keys.join(', ')}: there is no such field`
    case 'too_small':
      return `give ${atLeast(fault.origin, fault.minimum)}`
    case 'too_big':
      return `give ${fault.origin === 'string' ? `at most ${fault.maximum} characters` : `at most ${fault.maximum}${unitOf(fault.origin)}`}`
    case 'invalid_format':
      return 'give text of the right form'
    case 'invalid_union':
      return fault.errors.length === 0 ? undefined : orOf(fault.errors)
    default:
      return undefined
  }
}

/** Types as an operator knows them from JSON. */
const names: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
}

const nameOf = (type: string): string => names[type] ?? `a value of the type ${type}`

const unitOf = (origin: string): string => (origin === 'array' ? ' elements' : '')

const atLeast = (origin: string, minimum: number | bigint): string => {
  if (origin !== 'string') return `at least ${minimum}${unitOf(origin)}`
  return Number(minimum) === 1 ? 'text that is not empty' : `at least ${minimum} characters`
}

/** Says what each of several forms lacks. A fault inside a form has its place before it. */
const orOf = (forms: readonly (readonly z.core.$ZodIssue[])[]): string => {
  const ways = forms.map((faults) =>
    faults
      .map(({ path, message }) => (path.length === 0 ? message : `${message} as ${path.join('.')}`))
      .join(' and '),
  )
  return [...new Set(ways)].join(', or ')
}
