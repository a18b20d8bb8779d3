import { err, ok, type Result } from 'neverthrow'
import { under, type Issue, type Path } from './issue.ts'

/** A parsed value, or every issue found with it. */
export type Checked<T> = Result<T, readonly Issue[]>

type Parts = Readonly<Record<string, Checked<unknown>>>
type Values<P extends Parts> = { -readonly [K in keyof P]: P[K] extends Checked<infer T> ? T : never }

/**
 * Makes a record from its checked parts. If some fail, it answers the issues of all of them, each under its part's
 * name. A part whose value is `undefined` is left out.
 */
export const collect = <P extends Parts>(parts: P): Checked<Values<P>> => {
  const issues: Issue[] = []
  const values: Record<string, unknown> = {}
  for (const name of Object.keys(parts)) {
    const part = parts[name]!
    if (part.isErr()) for (const each of under([name], part.error)) issues.push(each)
    else if (part.value !== undefined) define(values, name, part.value)
  }
  return issues.length === 0 ? ok(values as Values<P>) : err(issues)
}

/**
 * Assigning a property named `__proto__` would do something else, and defining every property takes ten times as long.
 */
const define = (record: Record<string, unknown>, name: string, value: unknown): void => {
  if (name === '__proto__') Object.defineProperty(record, name, { value, enumerable: true })
  else record[name] = value
}

/** Checks every element of a list. If some fail, it answers the issues of all of them, each under its index. */
export const collectList = <T, U>(
  list: readonly T[],
  check: (element: T, index: number) => Checked<U>,
): Checked<readonly U[]> => {
  const issues: Issue[] = []
  const values: U[] = []
  for (const [index, element] of list.entries()) {
    const checked = check(element, index)
    if (checked.isOk()) values.push(checked.value)
    else for (const each of under([index], checked.error)) issues.push(each)
  }
  return issues.length === 0 ? ok(values) : err(issues)
}

/** Runs the parser if there is a value; an absent value stays absent. */
export const optional = <T, U>(
  value: T | undefined,
  parse: (value: T) => Checked<U>,
): Checked<U | undefined> => (value === undefined ? ok(undefined) : parse(value))

/** The value, or its issues with the prefix before their paths. */
export const inside = <T>(prefix: Path, checked: Checked<T>): Checked<T> =>
  checked.isOk() ? checked : err(under(prefix, checked.error))

/** All values of parts whose issues already have their full path, or the issues of all parts. */
export const gather = <P extends readonly Checked<unknown>[]>(
  ...parts: P
): Checked<{ -readonly [K in keyof P]: P[K] extends Checked<infer T> ? T : never }> => {
  const issues: Issue[] = []
  const values: unknown[] = []
  for (const part of parts) {
    if (part.isOk()) values.push(part.value)
    else for (const each of part.error) issues.push(each)
  }
  return values.length === parts.length
    ? ok(values as { -readonly [K in keyof P]: P[K] extends Checked<infer T> ? T : never })
    : err(issues)
}
