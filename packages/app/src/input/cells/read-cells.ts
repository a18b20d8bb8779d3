import { issue, under, type Checked, type CustomFields, type Issue, type Path } from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import { cellKind } from './cell-kinds.ts'
import { parseCellPath } from './cell-path.ts'
import { readCell, type Cell } from './read-cell.ts'

/** How to read the cells of a table. */
export type CellRules = {
  /** The pool's own fields, whose types tell how their cells are read. */
  readonly customFields: CustomFields
  /** An empty cell is no value. */
  readonly emptyIsAbsent: boolean
}

/**
 * Makes a row as JSON has it from the cells of a table by their columns. `profile.name` and `name` are the same field, and
 * `identities[0].provider` is one inside a list. Every cell is read by the type of its field. Nothing else is known of the
 * fields here: an unknown one stays, so that it is refused as in any other file.
 */
export const readCells = (
  cells: Readonly<Record<string, Cell | object>>,
  { customFields, emptyIsAbsent }: CellRules,
): Checked<unknown> => {
  const row: Branch = { isList: false, parts: new Map() }
  const issues: Issue[] = []
  for (const [column, cell] of Object.entries(cells)) {
    if (emptyIsAbsent && cell === '') continue
    const path = parseCellPath(column)
    if (path.includes('__proto__')) {
      issues.push(issue('request.forbidden_key', path))
      continue
    }
    const read = typeof cell === 'object' ? ok(cell) : readCell(cell, cellKind(path, customFields))
    if (read.isErr()) issues.push(...under(path, read.error))
    else if (!put(row, path, { value: read.value })) issues.push(issue('file.column_contradicted', path))
  }
  return issues.length === 0 ? ok(toValue(row)) : err(issues)
}

type Leaf = { readonly value: unknown }
type Branch = { readonly isList: boolean; readonly parts: Map<string | number, Branch | Leaf> }

/** Puts a value at its place. Says `false` if something else is there. */
const put = (into: Branch, [step, next, ...rest]: Path, leaf: Leaf): boolean => {
  if (step === undefined || into.isList !== (typeof step === 'number')) return false
  const there = into.parts.get(step)
  if (next === undefined) {
    into.parts.set(step, leaf)
    return there === undefined
  }
  const branch = there ?? { isList: typeof next === 'number', parts: new Map() }
  into.parts.set(step, branch)
  return 'parts' in branch && put(branch, [next, ...rest], leaf)
}

/** The elements of a list keep their order. A gap closes: all its cells were empty. */
const toValue = (node: Branch | Leaf): unknown => {
  if ('value' in node) return node.value
  const parts = [...node.parts].map(([step, part]) => [step, toValue(part)] as const)
  return node.isList
    ? parts.toSorted(([one], [other]) => Number(one) - Number(other)).map(([, value]) => value)
    : Object.fromEntries(parts)
}
