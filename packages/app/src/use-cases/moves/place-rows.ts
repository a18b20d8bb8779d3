import { issue, type LedgerRow, type NewUser, type Unavailable } from '@keepsake/domain'
import { earlierRows, fingerprintRow, type RefusedRow } from '@keepsake/domain/rules'
import type { ResultAsync } from 'neverthrow'
import { digestOfKey, digestOfRow } from './digests.ts'
import type { Judging } from './judging.ts'
import { rulesOfRow } from './move-rules.ts'
import type { SourceRow } from './read-row.ts'

/** A row that can be read, and what the ledger has for its key. */
export type PlacedRow = {
  /** The index in the chunk. */
  readonly row: number
  readonly source: SourceRow
  readonly given: NewUser
  readonly key: string
  readonly keyDigest: string
  readonly fingerprint: string
  readonly ledger: LedgerRow | undefined
}

/** The rows that can be read, in their order, and those that cannot. */
export type PlacedRows = { readonly placed: readonly PlacedRow[]; readonly refused: readonly RefusedRow[] }

/** Looks rows up in the ledger. A row without a key, or with the key of an earlier one, is refused. */
export const placeRows = (
  rows: readonly SourceRow[],
  judging: Judging,
): ResultAsync<PlacedRows, Unavailable> => {
  const { refused, read } = checkShapes(rows)
  const digests = read.map(({ key }) => digestOfKey(judging.source, key, judging.context))
  return judging.context.storage.moves.findRows(judging.source, digests).map((found) => {
    const byDigest = new Map(found.map((each) => [each.keyDigest, each]))
    const rules = rulesOfRow(judging.rules)
    const digest = (text: string): string => digestOfRow(text, judging.context)
    return {
      refused,
      placed: read.map((each, index): PlacedRow => {
        const keyDigest = digests[index] ?? ''
        const content = [each.given, each.source.further, [...each.source.removed].toSorted()]
        return {
          ...each,
          keyDigest,
          fingerprint: fingerprintRow(content, rules, digest),
          ledger: byDigest.get(keyDigest),
        }
      }),
    }
  })
}

type ReadRow = Pick<PlacedRow, 'row' | 'source' | 'given' | 'key'>

const checkShapes = (
  rows: readonly SourceRow[],
): { readonly refused: readonly RefusedRow[]; readonly read: readonly ReadRow[] } => {
  const keys = rows.map(({ key }) => key.unwrapOr(undefined))
  const earlier = earlierRows(keys, () => true)
  const refused: RefusedRow[] = []
  const read: ReadRow[] = []
  for (const [row, source] of rows.entries()) {
    const other = earlier.get(row)
    const issues = [
      ...(source.given.isErr() ? source.given.error : []),
      ...(source.key.isErr() ? source.key.error : []),
      ...(other === undefined ? [] : [repeatedKey(rows[other])]),
    ]
    if (issues.length > 0 || source.given.isErr() || source.key.isErr()) refused.push({ row, issues })
    else read.push({ row, source, given: source.given.value, key: source.key.value })
  }
  return { refused, read }
}

/** The row is named by its number in the input, from 0, as everywhere. */
const repeatedKey = (other: SourceRow | undefined) =>
  issue('move.key_repeated', [], { row: other?.position.row ?? 0 })
