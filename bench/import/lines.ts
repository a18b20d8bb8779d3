import { median, summary, type Comparison } from '../measure.ts'
import { costLine, rateLine, ratioLine, type Line } from '../table.ts'
import type { Kind } from './contender.ts'
import type { EngineName } from './engines.ts'
import type { Outcome } from './race.ts'
import type { Parts, Times } from './stopwatch.ts'

/** Windows of so many turns, each before its end; all in turns. */
export type Windows = {
  readonly ends: readonly number[]
  readonly length: number
  readonly usersInTurn: number
}

const ours: Readonly<Partial<Record<Kind, string>>> = { all: 'all', each: 'each', two: 'all, two in flight' }

/** What is said of an engine. */
export const linesOf = (engine: EngineName, outcome: Outcome, windows: Windows): readonly Line[] => {
  const raw = outcome.get('raw')
  const handWritten = outcome.get('hand-written')
  const betterAuth = outcome.get('better-auth')
  if (raw === undefined || handWritten === undefined) throw new Error('There is no baseline')
  const compared = (own: readonly Times[], others: readonly Times[], from: number, to: number): Comparison =>
    summary(
      others
        .slice(from, to)
        .map(({ total }, index) => [
          rate([own[from + index]?.total ?? Number.NaN], windows),
          rate([total], windows),
        ]),
    )
  return [...outcome].flatMap(([kind, { times, peak }]): readonly Line[] => {
    const label = ours[kind]
    if (label === undefined) return []
    const what = `import ${engine} ${label}`
    const inWindows = windows.ends.map((end) => ({
      end,
      from: end - windows.length,
      comparison: compared(times, handWritten.times, end - windows.length, end),
    }))
    const [first, ...later] = inWindows
    return [
      ...inWindows.map(({ from, end, comparison }) =>
        rateLine(`${what}, ${users(from, windows)} to ${users(end, windows)}`, comparison),
      ),
      ...later
        .slice(-1)
        .map(({ comparison }) =>
          ratioLine(`${what}, how the ratio holds`, comparison.ratio, first?.comparison.ratio ?? Number.NaN),
        ),
      rateLine(`${what}, in sum`, inSum(times, handWritten.times, windows)),
      rateLine(`${what}, in sum, against raw inserts`, inSum(times, raw.times, windows)),
      ...(betterAuth === undefined
        ? []
        : [rateLine(`${what}, against better-auth`, compared(times, betterAuth.times, 0, windows.length))]),
      ...(kind === 'all' ? partLines(what, times) : []),
      costLine(`${what}, peak memory`, 'MB', peak.megabytes, handWritten.peak.megabytes),
    ]
  })
}

const rate = (times: readonly number[], { usersInTurn }: Windows): number =>
  (times.length * usersInTurn * 1000) / times.reduce((sum, time) => sum + time, 0)

const users = (turns: number, { usersInTurn }: Windows): string =>
  (turns * usersInTurn).toLocaleString('en-US')

const inSum = (own: readonly Times[], raw: readonly Times[], windows: Windows): Comparison => {
  const [one, other] = [own, raw].map((times) =>
    rate(
      times.map(({ total }) => total),
      windows,
    ),
  )
  return summary([[one ?? Number.NaN, other ?? Number.NaN]])
}

/** Where the library's time goes: a part's median against that of the whole batch. */
const partLines = (what: string, times: readonly Times[]): readonly Line[] => {
  const parts = times.flatMap((each) => each.parts)
  const whole = median(parts.map((each) => each.validation + each.records + each.sealing + each.storage))
  return (['validation', 'records', 'sealing', 'storage'] as const satisfies readonly (keyof Parts)[]).map(
    (part) => costLine(`${what}, share of ${part}`, 'ms', median(parts.map((each) => each[part])), whole),
  )
}
