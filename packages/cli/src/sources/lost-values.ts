import type { Lost } from '@keepsake/app/foreign'
import { issue, type CustomFields, type Issue, type NewUser, type Path } from '@keepsake/domain'
import { valueAtPath } from './value-at-path.ts'

/** A value of a record that cannot come along. */
export type LostValue = Lost & {
  /** What kind of value it is. Absent if the value is not in the record. */
  readonly kind?: 'text' | 'number' | 'flag' | 'list' | 'object'
}

/** Says of each lost value of a record what kind it is. */
export const withKind = (record: unknown, { path, reason }: Lost): LostValue => {
  const kind = kindOf(valueAtPath(record, path.map(String)))
  return path.length === 0 || kind === undefined ? { path, reason } : { path, reason, kind }
}

const kindOf = (value: unknown): LostValue['kind'] => {
  if (Array.isArray(value)) return 'list'
  switch (typeof value) {
    case 'string':
      return 'text'
    case 'number':
      return 'number'
    case 'boolean':
      return 'flag'
    case 'object':
      return value === null ? undefined : 'object'
    default:
      return undefined
  }
}

/** The warning of a lost value. */
export const lostWarning = ({ path, reason }: Lost): Issue =>
  issue('user.value_left_behind', path, { reason })

/** A row without the custom data that the pool does not declare, and what that is. */
export const splitCustomData = (
  user: NewUser,
  declared: CustomFields,
): { readonly row: NewUser; readonly undeclared: readonly LostValue[] } => {
  const { customData, ...row } = user
  if (customData === undefined) return { row: user, undeclared: [] }
  const isDeclared = (name: string): boolean => Object.hasOwn(declared, name)
  const kept = Object.entries(customData).filter(([name]) => isDeclared(name))
  return {
    row: kept.length === 0 ? row : { ...row, customData: Object.fromEntries(kept) },
    undeclared: Object.keys(customData)
      .filter((name) => !isDeclared(name))
      .map((name) => withKind(user, { path: ['customData', name], reason: 'undeclared_field' })),
  }
}

/** A value without its fields at these places. */
export const withoutPlaces = (value: unknown, places: readonly Path[]): unknown =>
  places.reduce<unknown>((left, path) => withoutPlace(left, path), value)

const withoutPlace = (value: unknown, [step, ...rest]: Path): unknown => {
  if (step === undefined || typeof value !== 'object' || value === null) return value
  const keep = (name: string, inner: unknown): readonly unknown[] => {
    if (name !== String(step)) return [inner]
    return rest.length === 0 ? [] : [withoutPlace(inner, rest)]
  }
  if (Array.isArray(value)) return value.flatMap((inner: unknown, index) => keep(String(index), inner))
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => keep(name, inner).map((left) => [name, left] as const)),
  )
}
