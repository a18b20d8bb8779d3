import { issue, type Checked, type Issue } from '@keepsake/domain'
import { err, ok } from 'neverthrow'

/** The names of columns. An empty name is a column that must be empty. */
export type Header = readonly string[]

/** Reads the names of columns from the first row. White space around a name does not count. */
export const readHeader = (cells: readonly string[]): Checked<Header> => {
  const names = cells.map((cell) => cell.trim())
  if (names.every((name) => name === '')) return err([issue('file.header_missing')])
  const issues = names.flatMap((name, index): readonly Issue[] => {
    if (name === '__proto__') return [issue('request.forbidden_key', [name])]
    if (name === '' || names.indexOf(name) === index) return []
    return [issue('file.column_repeated', [name])]
  })
  return issues.length === 0 ? ok(names) : err(issues)
}

/** Makes a record of a row. `isEmpty` says which cells may stand in a column without a name. */
export const toRecord = <T>(
  header: Header,
  cells: readonly T[],
  isEmpty: (cell: T) => boolean,
): Checked<Readonly<Record<string, T>>> => {
  if (cells.length !== header.length)
    return err([issue('file.cells_unlike_header', [], { count: cells.length, expected: header.length })])
  const record: Record<string, T> = {}
  const issues: Issue[] = []
  for (const [index, cell] of cells.entries()) {
    const name = header[index]!
    if (name !== '') record[name] = cell
    else if (!isEmpty(cell)) issues.push(issue('file.column_unnamed', [], { number: index + 1 }))
  }
  return issues.length === 0 ? ok(record) : err(issues)
}
