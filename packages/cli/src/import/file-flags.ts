import type { RecordFormat } from '@keepsake/domain'
import type { ListPath } from '../composition/record-adapters.ts'
import type { RecordBounds } from '../composition/record-adapters.ts'
import type { FileOptions } from './record-file.ts'

/** What the flags of an import say of its file. What is absent is found in the file. */
export type FileFlags = {
  readonly encoding?: string
  readonly delimiter?: string
  readonly sheet?: string
  readonly path?: ListPath
  readonly emptyIsAbsent?: boolean
}

/** The flags of a file among all flags of a command. */
export const pickFileFlags = ({ encoding, delimiter, sheet, path, emptyIsAbsent }: FileFlags): FileFlags => ({
  ...(encoding !== undefined && { encoding }),
  ...(delimiter !== undefined && { delimiter }),
  ...(sheet !== undefined && { sheet }),
  ...(path !== undefined && { path }),
  ...(emptyIsAbsent !== undefined && { emptyIsAbsent }),
})

/** How to open a file by its flags. `lists`: where its list is if no flag says it. */
export const toFileOptions = (
  { encoding, delimiter, sheet, path }: FileFlags,
  format: RecordFormat | undefined,
  lists: readonly ListPath[],
  bounds: RecordBounds,
): FileOptions => ({
  lists: path === undefined ? lists : [path],
  bounds,
  ...formatFor(format, path),
  ...(encoding && { encoding }),
  ...(delimiter && { delimiter }),
  ...(sheet && { sheet }),
})

/** Only JSON has a list at a path. */
const formatFor = (
  format: RecordFormat | undefined,
  path: ListPath | undefined,
): Pick<FileOptions, 'format'> => {
  const known = format ?? (path === undefined ? undefined : 'json')
  return known === undefined ? {} : { format: known }
}
