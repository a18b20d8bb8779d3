import { issue, type Checked, type Issue, type Path } from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import type { z } from 'zod'

/** Checks that a value has a schema's shape. Lists every fault with its path. */
export const checkShape = <T>(schema: z.ZodType<T>, value: unknown): Checked<T> => {
  const parsed = schema.safeParse(value)
  return parsed.success
    ? ok(parsed.data)
    : err(parsed.error.issues.flatMap((fault) => toIssues(fault, value)))
}

type Fault = z.core.$ZodIssue

const toIssues = (fault: Fault, root: unknown): readonly Issue[] => {
  const path = fault.path.filter((step) => typeof step !== 'symbol')
  switch (fault.code) {
    case 'unrecognized_keys':
      return fault.keys.map((key) => issue('request.field_unknown', [...path, key]))
    case 'invalid_type':
      return [
        isMissing(fault, root)
          ? issue('request.field_missing', path)
          : issue('request.field_of_wrong_type', path, { expected: fault.expected }),
      ]
    case 'invalid_value':
      return [oneOf(fault.values, fault, root)]
    case 'invalid_union':
      return fault.errors.length === 0
        ? [oneOf((fault as { readonly options?: readonly unknown[] }).options ?? [], fault, root)]
        : ofClosest(
            fault.errors.map((alternative) =>
              alternative.map((each) => ({ ...each, path: [...fault.path, ...each.path] })),
            ),
            path,
            root,
          )
    case 'too_big':
      return [
        fault.origin === 'string'
          ? issue('text.too_long', path, { max: Number(fault.maximum) })
          : issue('request.field_of_wrong_type', path, {
              expected: `${fault.origin} of at most ${fault.maximum}`,
            }),
      ]
    case 'too_small':
      return [
        issue('request.field_of_wrong_type', path, {
          expected: `${fault.origin} of at least ${fault.minimum}`,
        }),
      ]
    default:
      return [
        isMissing(fault, root)
          ? issue('request.field_missing', path)
          : issue('request.field_of_wrong_type', path, expectedOf(fault)),
      ]
  }
}

const isMissing = ({ path }: Fault, root: unknown): boolean =>
  valueAt(
    root,
    path.filter((step) => typeof step !== 'symbol'),
  ) === undefined

const oneOf = (values: readonly unknown[], fault: Fault, root: unknown): Issue => {
  const path = fault.path.filter((step) => typeof step !== 'symbol')
  return isMissing(fault, root)
    ? issue('request.field_missing', path)
    : issue('request.value_not_allowed', path, { allowed: values.map(String).join(', ') })
}

/**
 * Lists the faults of a value that fits none of several shapes, as faults of the closest shape. If the value only lacks
 * fields of every shape, nobody can know which shape was meant: then one issue names all of them.
 */
const ofClosest = (
  alternatives: readonly (readonly Fault[])[],
  path: Path,
  root: unknown,
): readonly Issue[] => {
  const lacking = alternatives.map((faults) => whatIsMissing(faults, path, root))
  if (lacking.every((fields) => fields !== undefined))
    return [
      issue('request.field_of_wrong_type', path, {
        expected: `object with ${lacking.map((fields) => fields.join(' and ')).join(', or ')}`,
      }),
    ]
  // If several are equally close, the last one wins: it has the most fields of its own.
  const closest = alternatives.reduce((best, each) =>
    distanceOf(each, path) <= distanceOf(best, path) ? each : best,
  )
  return closest.flatMap((fault) => toIssues(fault, root))
}

/** The fields that a value lacks to fit a shape. `undefined` if it has other faults. */
const whatIsMissing = (
  faults: readonly Fault[],
  { length }: Path,
  root: unknown,
): readonly string[] | undefined => {
  const areMissing = faults.every(
    (fault) => fault.code === 'invalid_type' && fault.path.length > length && isMissing(fault, root),
  )
  return areMissing ? faults.map((fault) => String(fault.path.at(length))) : undefined
}

/** A value of another type is farthest from the shape. Next is a value with unknown fields. */
const distanceOf = (faults: readonly Fault[], { length }: Path): number =>
  faults.reduce((sum, fault) => {
    if (fault.path.length > length) return sum + 1
    return sum + (fault.code === 'unrecognized_keys' ? 1000 * fault.keys.length : 1_000_000)
  }, 0)

const expectedOf = (fault: Fault): { readonly expected: string } => ({
  expected: fault.code === 'custom' ? String(fault.params?.['expected'] ?? 'another type') : 'another type',
})

const valueAt = (root: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null
        ? (value as Record<string | number, unknown>)[step]
        : undefined,
    root,
  )
