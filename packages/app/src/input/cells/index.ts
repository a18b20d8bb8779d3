export { parseCellPath } from './cell-path.ts'
export { readCells, type CellRules } from './read-cells.ts'
export type { Cell } from './read-cell.ts'
