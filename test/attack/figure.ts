/** One line of the report: what was measured, and what it ought to be where anything is promised. */
export type Figure = {
  readonly what: string
  readonly measured: string
  readonly aim?: string
  /** Whether the aim is met; nothing where there is none. */
  readonly isMet?: boolean
}

/** A figure that must stay below a limit, both in the same unit. */
export const below = (what: string, value: number, limit: number, unit: string): Figure => ({
  what,
  measured: `${rounded(value)} ${unit}`,
  aim: `below ${rounded(limit)} ${unit}`,
  isMet: value < limit,
})

/** Something that must be so, with what was seen. */
export const must = (what: string, measured: string, aim: string, isMet: boolean): Figure => ({
  what,
  measured,
  aim,
  isMet,
})

/** A figure about which nothing is promised. */
export const noted = (what: string, measured: string): Figure => ({ what, measured })

/** A number with three digits that count, and never more than the whole ones from a hundred on. */
export const rounded = (value: number): string =>
  new Intl.NumberFormat('en-US', { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 }).format(
    value,
  )

/** The value that so many of a hundred are not above. */
export const percentile = (values: readonly number[], percent: number): number => {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN
}

/** Milliseconds as a reader likes them. */
export const duration = (ms: number): string => {
  if (ms === Number.POSITIVE_INFINITY) return 'never'
  return ms < 1000 ? `${rounded(ms)} ms` : `${rounded(ms / 1000)} s`
}
