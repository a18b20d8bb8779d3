/** A row of a table in Markdown: its cells, without the white space around them. */
export type Row = readonly string[]

/** The rows of all tables under a heading of the second level, without their heads. */
export const rowsUnder = (page: string, heading: string): readonly Row[] => {
  const [, after = ''] = page.split(`\n## ${heading}\n`)
  const [section = ''] = after.split('\n## ')
  return section
    .split(/\n{2,}/u)
    .flatMap((block) =>
      block
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .slice(2),
    )
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    )
}

/** The paths that a cell names, each between backticks. */
export const pathsIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`]+)`/gu)].map(([, path = '']) => path)

/** Rows whose second cell is not exactly one path, by their first cell. */
export const withoutOnePlace = (rows: readonly Row[]): readonly string[] =>
  rows.flatMap(([what = '', where = '']) => (/^`[^`]+`$/u.test(where) ? [] : [what]))

/** Paths of rows that lead to nothing, each with the first cell of its row. */
export const deadPaths = (rows: readonly Row[], exists: (path: string) => boolean): readonly string[] =>
  rows.flatMap(([what = '', ...cells]) =>
    cells.flatMap((cell) =>
      pathsIn(cell)
        .filter((path) => !exists(path))
        .map((path) => `${what}: ${path}`),
    ),
  )
