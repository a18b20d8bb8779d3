import type { Path } from '@keepsake/domain'

/** What is let go on purpose: names of fields, or everything that cannot come along. */
export type Drop = {
  /** Whether a loss at this place is meant. */
  readonly has: (path: Path) => boolean
  /** The value without the fields that are let go. */
  readonly without: (value: unknown) => unknown
}

/** Everything that cannot come along. */
const everything = 'all'

/** Reads names of fields, such as `app_metadata.roles`. The indexes of lists do not count. */
export const readDrop = (names: readonly string[]): Drop => {
  const paths = names.filter((name) => name !== everything).map((name) => name.split('.'))
  const isAll = names.includes(everything)
  return {
    has: (path) => {
      const steps = path.filter((step) => typeof step === 'string')
      return isAll || paths.some((dropped) => startsWith(steps, dropped))
    },
    without: (value) => paths.reduce(leaveOut, value),
  }
}

const startsWith = (steps: readonly string[], start: readonly string[]): boolean =>
  start.every((step, index) => steps[index] === step)

const leaveOut = (value: unknown, [step, ...rest]: readonly string[]): unknown => {
  if (Array.isArray(value)) return value.map((each: unknown) => leaveOut(each, [step ?? '', ...rest]))
  if (typeof value !== 'object' || value === null || step === undefined) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      if (name !== step) return [[name, inner]]
      return rest.length === 0 ? [] : [[name, leaveOut(inner, rest)]]
    }),
  )
}
