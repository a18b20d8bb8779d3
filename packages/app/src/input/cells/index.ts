export { readCells, type CellRules } from './read-cells.ts'
export type { Cell } from './read-cell.ts'
