import { err, ok } from 'neverthrow'
import type { Checked } from '../collect.ts'
import { issue, type Issue, type Path } from '../issue.ts'
import { mayHoldInexactNumber } from './exact-number.ts'
import { countKeys } from './count-keys.ts'
import { rebuildJson } from './rebuild-json.ts'
import { findRepeatedKey } from './repeated-key.ts'

/** The contracts nest five levels. A deeper value is an attack on the code that walks it. */
const maxDepth = 16

/**
 * Reads JSON text from outside. A key that an object has twice is refused by its path, because it is not known which of
 * its values is meant. A key `__proto__` is refused at any depth: copied carelessly, it would become a prototype. A
 * byte order mark before the text does not count (RFC 8259, section 8.1). A number that JavaScript cannot keep exactly
 * is read as `NaN`.
 */
export const parseJson = (given: string): Checked<unknown> => {
  const text = given.startsWith('\ufeff') ? given.slice(1) : given
  return readValue(text).andThen((read) => {
    const keys = countKeys(text)
    const value = keys.areEscaped || mayHoldInexactNumber(text) ? rebuildJson(text) : read
    return check(value, text, keys.count)
  })
}

const readValue = (text: string): Checked<unknown> => {
  try {
    return ok(JSON.parse(text))
  } catch {
    // The parser's own message quotes the input, which may hold a password.
    return err([issue('request.not_json')])
  }
}

const check = (value: unknown, text: string, keys: number): Checked<unknown> => {
  const found = { keys: 0 }
  const fault = findFault(value, 0, found) ?? findRepetition(text, keys - found.keys)
  return fault === undefined ? ok(value) : err([fault])
}

/**
 * If the objects have fewer keys than their text, some keys occurred twice. Counting is cheap; searching for them is
 * not.
 */
const findRepetition = (text: string, missing: number): Issue | undefined => {
  const path = missing === 0 ? undefined : findRepeatedKey(text)
  return path && issue('request.key_repeated', path)
}

/**
 * The first fault, if there is one; counts keys on its way. The sender may be anyone, so no memory is spent on an
 * element: a path is built only on the way out.
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
