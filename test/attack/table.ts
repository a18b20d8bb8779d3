import type { EngineName } from './arena.ts'
import type { Figure } from './figure.ts'

/** The figures of one attack on one engine. */
export type Played = {
  readonly attack: string
  readonly engine: EngineName
  readonly figures: readonly Figure[]
}

/** All figures as a Markdown table, engines side by side, ready for `docs/security.md`. */
export const table = (played: readonly Played[]): string => {
  const engines = [...new Set(played.map(({ engine }) => engine))]
  const rows = [...new Set(played.map(({ attack }) => attack))].flatMap((attack) =>
    rowsOf(
      attack,
      engines.map(
        (engine) => played.find((each) => each.attack === attack && each.engine === engine)?.figures ?? [],
      ),
    ),
  )
  return aligned([['attack', 'figure', 'aim', ...engines.map((engine) => titles[engine])], ...rows])
}

const titles: Readonly<Record<EngineName, string>> = { sqlite: 'SQLite', postgres: 'PostgreSQL' }

const rowsOf = (attack: string, columns: readonly (readonly Figure[])[]): readonly (readonly string[])[] =>
  [...new Set(columns.flat().map(({ what }) => what))].map((what, index) => {
    const found = columns.map((figures) => figures.find((figure) => figure.what === what))
    const aim = found.find((figure) => figure?.aim !== undefined)?.aim ?? ''
    return [index === 0 ? attack : '', what, aim, ...found.map(cell)]
  })

const cell = (figure: Figure | undefined): string => {
  if (figure === undefined) return ''
  return figure.isMet === false ? `**${figure.measured}**` : figure.measured
}

const aligned = ([head = [], ...rows]: readonly (readonly string[])[]): string => {
  const widths = head.map((title, column) =>
    Math.max(title.length, 3, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
