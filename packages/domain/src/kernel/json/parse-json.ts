import { err, ok } from 'neverthrow'
import type { Checked } from '../collect.ts'
import { issue, type Issue, type Path } from '../issue.ts'
import { mayHoldInexactNumber } from './exact-number.ts'
import { measureJson, type JsonMeasure } from './measure-json.ts'
import { rebuildJson } from './rebuild-json.ts'
import { findRepeatedKey } from './repeated-key.ts'

/** The most that reading a JSON text may cost, as `JsonMeasure` has it: for one whose sender has not proved who it is. */
export type JsonBounds = Pick<JsonMeasure, 'cost'>

/** A JSON text that has been read, and nothing more: `check` tells what is wrong with what it says. */
export type OpenedJson = { readonly value: unknown; readonly check: () => Checked<unknown> }

/** The contracts nest five levels; what is deeper is an attack on whoever walks it. */
const maxDepth = 16

/**
 * Reads JSON text from outside. A key that an object has twice is refused by its path, for which of its values is meant
 * nobody knows; so is a key `__proto__`, at any depth: copied carelessly it would become a prototype. A byte order mark
 * before the text does not count (RFC 8259, section 8.1). A number that JavaScript cannot keep exactly is read as `NaN`.
 */
export const parseJson = (text: string): Checked<unknown> => openJson(text).andThen(({ check }) => check())

/** The same in two steps, for who has to ask in between who sends it. What holds more than the bounds is not read. */
export const openJson = (given: string, bounds?: JsonBounds): Checked<OpenedJson> => {
  const text = given.startsWith('\ufeff') ? given.slice(1) : given
  const { cost: most = Infinity } = bounds ?? {}
  const measure = measureJson(text, most)
  if (measure.cost > most) return err([issue('request.too_many_values', [], { max: most })])
  return readValue(text)
    .map((value) => (measure.hasEscapedKey || mayHoldInexactNumber(text) ? rebuildJson(text) : value))
    .map((value) => ({ value, check: () => check(value, text, measure) }))
}

const readValue = (text: string): Checked<unknown> => {
  try {
    return ok(JSON.parse(text))
  } catch {
    // The parser's own message quotes the input, which may hold a password.
    return err([issue('request.not_json')])
  }
}

const check = (value: unknown, text: string, { keys }: JsonMeasure): Checked<unknown> => {
  const found = { keys: 0 }
  const fault = findFault(value, 0, found) ?? findRepetition(text, keys - found.keys)
  return fault === undefined ? ok(value) : err([fault])
}

/** Where objects have fewer keys than their text, some were there twice. To count costs little, to look for them much. */
const findRepetition = (text: string, missing: number): Issue | undefined => {
  const path = missing === 0 ? undefined : findRepeatedKey(text)
  return path && issue('request.key_repeated', path)
}

/**
 * The first fault, where there is one; counts keys on its way. Whoever sends it need not have proved who it is, so that no
 * memory is taken for an element: a path is put together only on the way out.
 */
const findFault = (value: unknown, depth: number, found: { keys: number }): Issue | undefined => {
  if (typeof value !== 'object' || value === null) return undefined
  if (depth >= maxDepth) return issue('request.too_deep', [], { max: maxDepth })
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const fault = findFault(value[index], depth + 1, found)
      if (fault !== undefined) return behind(index, fault)
    }
    return undefined
  }
  const keys = Object.keys(value)
  found.keys += keys.length
  for (const key of keys) {
    if (key === '__proto__') return issue('request.forbidden_key', [key])
    const fault = findFault((value as Readonly<Record<string, unknown>>)[key], depth + 1, found)
    if (fault !== undefined) return behind(key, fault)
  }
  return undefined
}

const behind = (step: Path[number], fault: Issue): Issue => ({ ...fault, path: [step, ...fault.path] })
