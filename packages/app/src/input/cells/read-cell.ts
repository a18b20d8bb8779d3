import { issue, parseJson, type Checked } from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import type { CellKind } from './cell-kinds.ts'

/** The value of a cell, as a file has it. */
export type Cell = string | number | boolean

/** How programs write flags: JSON, spreadsheets and databases. */
const flags: Readonly<Record<string, boolean>> = {
  true: true,
  t: true,
  yes: true,
  '1': true,
  false: false,
  f: false,
  no: false,
  '0': false,
}

const expected: Readonly<Record<CellKind, string>> = {
  text: 'text',
  flag: 'true or false',
  number: 'a number',
  time: 'a time',
  json: 'JSON, such as ["a","b"]',
  any: 'JSON, such as {"a":1} or "text"',
}

const wrong = (kind: CellKind): Checked<never> =>
  err([issue('file.cell_not_of_type', [], { expected: expected[kind] })])

const digits = /^\d+$/u

/** Reads a cell by the kind of its field. A number in a field of text is its digits. */
export const readCell = (cell: Cell, kind: CellKind): Checked<unknown> => {
  switch (kind) {
    case 'text':
      return typeof cell === 'boolean' ? wrong(kind) : ok(String(cell))
    case 'flag':
      return ok(typeof cell === 'boolean' ? cell : flags[String(cell).toLowerCase()]).andThen((flag) =>
        flag === undefined ? wrong(kind) : ok(flag),
      )
    case 'number':
      if (typeof cell === 'number') return ok(cell)
      return readJson(cell, kind, (value) => typeof value === 'number')
    case 'time':
      return typeof cell === 'string' && !digits.test(cell) ? ok(cell) : readCell(cell, 'number')
    case 'json':
      return readJson(cell, kind, (value) => typeof value === 'object')
    case 'any':
      return typeof cell === 'string' ? readJson(cell, kind, () => true) : ok(cell)
  }
}

/** A number that JavaScript cannot keep exactly is `NaN`, which the rules refuse by its field. */
const readJson = (cell: Cell, kind: CellKind, isOne: (value: unknown) => boolean): Checked<unknown> =>
  parseJson(String(cell))
    .orElse((issues) =>
      issues.some(({ code }) => code === 'request.not_json')
        ? wrong(kind)
        : err<unknown, typeof issues>(issues),
    )
    .andThen((value) => (isOne(value) ? ok(value) : wrong(kind)))
