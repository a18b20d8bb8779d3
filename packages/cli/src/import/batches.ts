import {
  readKeptText,
  under,
  type Checked,
  type CreateUsersOptions,
  type Issue,
  type NewUser,
  type PasswordSettings,
  type Path,
} from '@keepsake/domain'
import type { RefusedRow } from '@keepsake/app'

/** A row of a file that has the right shape, with its index in the file. */
export type FileRow<T> = { readonly row: number; readonly value: T }

/** The rows of a file, split into readable rows and rows of the wrong shape. */
export type FileRows<T> = {
  readonly readable: readonly FileRow<T>[]
  readonly refused: readonly RefusedRow[]
}

/** Reads every row by itself, so that a row of the wrong shape does not block the others. */
export const readRows = <T>(list: readonly unknown[], read: (row: unknown) => Checked<T>): FileRows<T> => {
  const readable: FileRow<T>[] = []
  const refused: RefusedRow[] = []
  for (const [row, given] of list.entries()) {
    const checked = read(given)
    if (checked.isOk()) readable.push({ row, value: checked.value })
    else refused.push({ row, issues: under(['list', row], checked.error) })
  }
  return { readable, refused }
}

/** Splits rows into batches of at most `size` rows. At most `heavySize` rows of a batch are heavy. */
export const splitIntoBatches = <T>(
  rows: readonly FileRow<T>[],
  size: number,
  heavySize: number,
  isHeavy: (value: T) => boolean,
): readonly (readonly FileRow<T>[])[] => {
  const batches: FileRow<T>[][] = []
  let batch: FileRow<T>[] = []
  let heavy = 0
  for (const row of rows) {
    const weight = isHeavy(row.value) ? 1 : 0
    if (batch.length === size || heavy + weight > heavySize) {
      batches.push(batch)
      batch = []
      heavy = 0
    }
    batch.push(row)
    heavy += weight
  }
  return batch.length === 0 ? batches : [...batches, batch]
}

/** Whether a row has a password that must be hashed, or may have to be. */
export const needsHashing = (
  { password }: NewUser,
  options: CreateUsersOptions | undefined,
  { weakHashes }: Pick<PasswordSettings, 'weakHashes'>,
): boolean => {
  if (options?.autoGeneratePassword === true) return true
  if (password === undefined) return false
  return options?.keepPassword !== true || weakHashes === 'wrap' || readKeptText(password).kind === 'clear'
}

/** Moves the issues of a batch's rows to the rows of the file. `place` gives the place of a value inside its row. */
export const atFileRows = <T>(
  batch: readonly FileRow<T>[],
  issues: readonly Issue[],
  place: (value: T, path: Path) => Path = (_, path) => path,
): readonly Issue[] =>
  issues.map((issue) => {
    const [list, index, ...rest] = issue.path
    const at = typeof index === 'number' ? batch[index] : undefined
    if (list !== 'list' || at === undefined) return issue
    const other = batch[Number(issue.params?.['row'])]
    return {
      ...issue,
      path: [list, at.row, ...place(at.value, rest)],
      ...(other && { params: { ...issue.params, row: other.row } }),
    }
  })
