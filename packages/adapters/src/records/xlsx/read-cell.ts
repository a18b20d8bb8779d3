import { issue, type Checked } from '@keepsake/domain'
import { err, ok } from 'neverthrow'

/** The value of a cell. Nothing if it is empty. A date is text: `1989-12-31`, or `1989-12-31T16:30:00`. */
export type Cell = string | number | boolean | undefined

/** A number as the workbook has it. */
export type NumberText = { readonly number: string }

/** A spreadsheet keeps fifteen digits of a number. */
const maxExact = 1e15

/** Reads a cell as the library gives it. */
export const readCell = (given: unknown): Checked<Cell> => {
  if (given === null || given === undefined) return ok(undefined)
  if (typeof given === 'string' || typeof given === 'boolean') return ok(given)
  if (given instanceof Date) return ok(dateText(given))
  const number = Number((given as NumberText).number)
  return Math.abs(number) < maxExact ? ok(number) : err([issue('file.cell_rounded')])
}

/** A workbook knows no zone, and keeps a time as a part of a day, which may be a little less than a second. */
const dateText = (date: Date): string => {
  const [day = '', time = ''] = new Date(Math.round(date.getTime() / 1000) * 1000).toISOString().split('T')
  return time.startsWith('00:00:00') ? day : `${day}T${time.slice(0, 8)}`
}
