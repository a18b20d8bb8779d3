import { configurationIssue, type ConfigurationIssue } from './configuration-error.ts'

/** The bounds of a number in the options of a part. `most`: as large as a whole number can be, if it is absent. */
export type NumberBounds = { readonly least: number; readonly most?: number }

/**
 * Which of these options are no whole numbers within their bounds. An option that is absent keeps its default. A wrong number
 * would only show later: as a timer that ends at once, or as a queue that never starts.
 */
export const checkNumbers = <Options extends object>(
  options: Options,
  bounds: Readonly<Partial<Record<keyof Options & string, NumberBounds>>>,
): readonly ConfigurationIssue[] =>
  Object.entries<NumberBounds | undefined>(bounds).flatMap(([name, within]) => {
    const value = (options as Readonly<Record<string, unknown>>)[name]
    return within === undefined || value === undefined || isWithin(value, within)
      ? []
      : [configurationIssue('options.number_refused', [name], toDo(within))]
  })

const isWithin = (value: unknown, { least, most = Number.MAX_SAFE_INTEGER }: NumberBounds): boolean =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most

const toDo = ({ least, most }: NumberBounds): string =>
  most === undefined
    ? `give a whole number, at least ${least}`
    : `give a whole number from ${least} to ${most}`

/** The longest that a timer of Node.js waits, in ms: about 24 days. It would not wait at all for a longer time. */
export const longestTimerMs: number = 2 ** 31 - 1
