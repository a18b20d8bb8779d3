import { under, type NewUser } from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import type { Source, SourcePosition } from '../sources/source.ts'
import type { BrokenFile, ReadRow, RowPlace } from './rows.ts'

/** The rows of a source, numbered across its files. A break ends them. */
export async function* sourceRows({
  files,
  rows,
}: Source): AsyncGenerator<Result<ReadRow<NewUser>, BrokenFile>> {
  let row = 0
  const fileOf = ({ file = 0 }: SourcePosition): { readonly file?: string } => {
    const name = files.length > 1 ? files[file] : undefined
    return name === undefined ? {} : { file: name }
  }
  for await (const each of rows()) {
    if (each.isErr() && !each.error.canGoOn) {
      yield err({ fault: each.error, ...fileOf(each.error.position) })
      return
    }
    const { position } = each.isOk() ? each.value : each.error
    const place: RowPlace = { row, ...lineOf(position), ...fileOf(position) }
    const path = ['list', row] as const
    yield ok(
      each
        .map(({ row: value, further, warnings }) => ({
          ...place,
          value,
          ...(warnings.length > 0 && { warnings: under(path, warnings) }),
          ...(further.length > 0 && { further }),
        }))
        .mapErr(({ issues }) => ({ ...place, issues: under(path, issues) })),
    )
    row += 1
  }
}

/** All rows of a JSON file may be in its first line. */
const lineOf = ({ line, column }: SourcePosition): { readonly line?: number } =>
  line === 1 && column > 1 ? {} : { line }
