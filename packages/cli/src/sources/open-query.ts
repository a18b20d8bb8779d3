import { createHash } from 'node:crypto'
import { issue } from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import { openSqlReader, startOfText, type SqlReader } from '../composition/record-adapters.ts'
import type { SourceFault } from './source.ts'
import type { SourceOptions } from './source-options.ts'

/** The rows of a query, and its name in messages. */
export type Query = SqlReader & {
  readonly name: string
  /** SHA-256 of all rows, in hex. */
  readonly digest: () => Promise<string>
}

/** Opens the query of a source, if it has one. */
export const openQuery = ({
  from,
  query,
  database,
}: Pick<SourceOptions, 'from' | 'query' | 'database'>): Result<Query | undefined, SourceFault> => {
  if (query === undefined && database === undefined && from !== 'sql') return ok(undefined)
  if (query === undefined) return err(missing('--query', 'request.field_missing'))
  if (database === undefined) return err(missing('--database', 'request.field_missing'))
  const reader = openSqlReader(database, query)
  if (reader === undefined)
    return err({
      file: '--database',
      fault: {
        position: { ...startOfText, row: 0 },
        issues: [
          issue('request.value_not_allowed', [], {
            allowed: 'postgres://..., mysql://..., mariadb://..., sqlite:<file>',
          }),
        ],
        canGoOn: false,
      },
    })
  return ok({ ...reader, name: 'the query', digest: () => digestOfRows(reader) })
}

const missing = (file: string, code: 'request.field_missing'): SourceFault => ({
  file,
  fault: { position: { ...startOfText, row: 0 }, issues: [issue(code)], canGoOn: false },
})

const digestOfRows = async (reader: SqlReader): Promise<string> => {
  const hash = createHash('sha256')
  for await (const each of reader.read())
    hash.update(`${JSON.stringify(each.isOk() ? each.value.record : each.error.issues)}\n`)
  return hash.digest('hex')
}
