import type { RefusedMoveRow } from '@keepsake/domain'
import type { Source, SourcePosition } from '../../sources/source.ts'

/** A refused row with its record as one line of JSON. Without a record, the input has no JSON there. */
export type RawRefused = { readonly row: RefusedMoveRow; readonly record?: string }

/** Reads the records of refused rows again, in one go from the first of them. */
export async function* rawRecords(
  source: Source,
  refused: readonly RefusedMoveRow[],
): AsyncGenerator<RawRefused> {
  const [first] = refused
  if (first === undefined) return
  let index = 0
  for await (const each of source.records(first.position)) {
    const row = refused[index]
    if (row === undefined) return
    const { position } = each.isOk() ? each.value : each.error
    if (placeText(position) === placeText(row.position)) {
      yield each.isOk() ? { row, record: JSON.stringify(each.value.record) } : { row }
      index += 1
    }
    if (each.isErr() && !each.error.canGoOn) break
  }
  for (const row of refused.slice(index)) yield { row }
}

const placeText = ({ file = 0, row, part = 0 }: SourcePosition): string => `${file} ${row} ${part}`
