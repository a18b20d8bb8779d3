import { issue, type Checked, type Issue, type Path } from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import { maxDepth } from '../input/read-plain.ts'

/**
 * Reads JSON text from outside. A key `__proto__`, at any depth, is refused by its path: copied carelessly it would
 * become a prototype. A byte order mark before the text does not count (RFC 8259, section 8.1).
 */
export const parseJson = (text: string): Checked<unknown> => {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\ufeff/u, ''))
  } catch {
    // The parser's own message quotes the input, which may hold a password.
    return err([issue('request.not_json')])
  }
  const fault = findFault(value, 0)
  return fault === undefined ? ok(value) : err([fault])
}

/** The same from bytes. Those that are not UTF-8 are refused: replaced, they would change a name or a password. */
export const parseJsonBytes = (bytes: Uint8Array): Checked<unknown> => {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return err([issue('request.not_json')])
  }
}

/**
 * The first fault, where there is one. Whoever sends it need not have proved who it is, so that no memory is taken for
 * an element: a path is put together only on the way out.
 */
const findFault = (value: unknown, depth: number): Issue | undefined => {
  if (typeof value !== 'object' || value === null) return undefined
  if (depth >= maxDepth) return issue('request.too_deep', [], { max: maxDepth })
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const fault = findFault(value[index], depth + 1)
      if (fault !== undefined) return behind(index, fault)
    }
    return undefined
  }
  for (const key of Object.keys(value)) {
    if (key === '__proto__') return issue('request.forbidden_key', [key])
    const fault = findFault((value as Readonly<Record<string, unknown>>)[key], depth + 1)
    if (fault !== undefined) return behind(key, fault)
  }
  return undefined
}

const behind = (step: Path[number], fault: Issue): Issue => ({ ...fault, path: [step, ...fault.path] })
