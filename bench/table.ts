import type { Comparison } from './measure.ts'

/** A line of the report: what was measured, ours and the baseline's figure with their unit, and ours over the baseline's. */
export type Line = {
  readonly what: string
  readonly ours: string
  readonly baseline: string
  readonly ratio: number
}

/** A line of rates: the greater, the better. */
export const rateLine = (what: string, { ours, baseline, ratio }: Comparison): Line => ({
  what,
  ours: `${figure(ours)}/s`,
  baseline: `${figure(baseline)}/s`,
  ratio,
})

/** A line of costs in a unit: the smaller, the better. */
export const costLine = (what: string, unit: string, ours: number, baseline: number): Line => ({
  what,
  ours: `${figure(ours)} ${unit}`,
  baseline: `${figure(baseline)} ${unit}`,
  ratio: ours / baseline,
})

/** A ratio against another one: where it is 1, nothing has changed. */
export const ratioLine = (what: string, ours: number, baseline: number): Line => ({
  what,
  ours: ours.toFixed(2),
  baseline: baseline.toFixed(2),
  ratio: ours / baseline,
})

/** Three digits that count: more would be noise. */
const figure = (value: number): string =>
  new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 }).format(value)

/** The whole report, its figures flush right. */
export const table = (lines: readonly Line[]): string =>
  aligned([
    ['what', 'rate', 'baseline', 'ratio'],
    ...lines.map(({ what, ours, baseline, ratio }) => [what, ours, baseline, ratio.toFixed(2)]),
  ])

/** Rows of cells, one under the other, all but the first flush right. */
export const aligned = (rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const pad = (cell: string, column: number): string =>
    column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)
  return rows.map((row) => row.map(pad).join('   ')).join('\n')
}
