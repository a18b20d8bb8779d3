import type { Failure, Issue } from '@keepsake/domain'
import { toIssueDtos } from '@keepsake/http/wire'
import { issueLine } from '../terminal/report.ts'
import { table, type Terminal } from '../terminal/terminal.ts'
import { placeOf, type BrokenFile, type RefusedFileRow, type RowPlace } from './rows.ts'

/** What became of some rows of a file. */
export type BatchReport = {
  /** How many users or authenticators were created, replaced and so on. */
  readonly counts: Readonly<Record<string, number>>
  readonly created: readonly (RowPlace & { readonly userId: string })[]
  /** In the order of the file. */
  readonly refused: readonly RefusedFileRow[]
  /** Warnings about rows that were accepted, by row. */
  readonly warned: readonly RefusedFileRow[]
}

/** How an import ended. `stopped` is the reason why the rest was not tried. What was written before stays. */
export type ImportEnd = { readonly stopped?: Failure | BrokenFile }

/** Sums up reports in memory that does not grow: numbers, and the first issues. */
export type Tally = {
  readonly add: (report: BatchReport) => void
  readonly refusedRows: () => number
  /** Prints the numbers and the first issues. */
  readonly show: (terminal: Terminal) => void
}

/** How many issues the terminal shows. A report file has all of them. */
const shown = 20

type Sum = { rows: number; issues: number; readonly first: string[]; readonly codes: Map<string, number> }

const emptySum = (): Sum => ({ rows: 0, issues: 0, first: [], codes: new Map() })

/** Makes a tally with these counts, in this order. A count in `hiddenIfZero` is printed only if there is one. */
export const makeTally = (counts: readonly string[], hiddenIfZero: readonly string[] = []): Tally => {
  const sums = new Map(counts.map((name) => [name, 0]))
  const [refused, warned] = [emptySum(), emptySum()]
  return {
    add: (report) => {
      for (const [name, count] of Object.entries(report.counts)) sums.set(name, (sums.get(name) ?? 0) + count)
      for (const row of report.refused) addRow(refused, row)
      for (const row of report.warned) addRow(warned, row)
    },
    refusedRows: () => refused.rows,
    show: (terminal) => {
      const lines = [...sums].filter(([name, count]) => count > 0 || !hiddenIfZero.includes(name))
      for (const line of table([
        ...lines.map(([name, count]) => [name, String(count)]),
        ['refused', String(refused.rows)],
        ...codeLines(refused),
        ['warnings', String(warned.issues)],
        ...codeLines(warned),
      ]))
        terminal.out(line)
      showSum(refused, '', '', terminal)
      showSum(warned, 'Warning: ', ' warnings', terminal)
    },
  }
}

const addRow = (sum: Sum, { issues, line, file }: RefusedFileRow): void => {
  sum.rows += 1
  sum.issues += issues.length
  for (const code of new Set(issues.map((issue) => issue.code)))
    sum.codes.set(code, (sum.codes.get(code) ?? 0) + 1)
  for (const issue of issues.slice(0, Math.max(0, shown - sum.first.length)))
    sum.first.push(`${placeText(file, line)}${issueLine(issue)}`)
}

const placeText = (file: string | undefined, line: number | undefined): string => {
  const parts = [...(file === undefined ? [] : [file]), ...(line === undefined ? [] : [`line ${line}`])]
  return parts.length === 0 ? '' : `${parts.join(', ')}: `
}

const codeLines = ({ codes }: Sum): readonly (readonly string[])[] =>
  [...codes]
    .toSorted(([, one], [, other]) => other - one)
    .map(([code, count]) => [`  ${code}`, String(count)])

const showSum = ({ first, issues }: Sum, before: string, what: string, terminal: Terminal): void => {
  for (const line of first) terminal.error(`${before}${line}`)
  if (issues > first.length) terminal.error(`... and ${issues - first.length} more${what}`)
}

/** The lines of the report file for a batch: JSON, for a program to read. */
export const reportLines = ({ created, refused, warned }: BatchReport): readonly string[] => [
  ...created.map(({ userId, ...place }) => JSON.stringify({ ...place, outcome: 'created', userId })),
  ...rowLines(refused, 'refused'),
  ...rowLines(warned, 'warning'),
]

const rowLines = (rows: readonly RefusedFileRow[], outcome: string): readonly string[] =>
  rows.map(({ issues, ...place }) =>
    JSON.stringify({ ...place, outcome, issues: toIssueDtos(issues, 'en-US') }),
  )

/** Groups warnings by their rows, whose places are among the given ones. */
export const warnedRows = (
  issues: readonly Issue[],
  places: readonly RowPlace[],
): readonly RefusedFileRow[] => {
  const known = new Map(places.map((place) => [place.row, placeOf(place)]))
  return [...Map.groupBy(issues, ({ path: [, row] }) => Number(row))]
    .map(([row, of]) => ({ issues: of, ...(known.get(row) ?? { row }) }))
    .toSorted((one, other) => one.row - other.row)
}
