import { openLdifReader, type LdifEntry } from '@keepsake/app/foreign'
import type { Checked, RecordPosition } from '@keepsake/domain'
import { err, type Result } from 'neverthrow'
import {
  readTextLines,
  startOfText,
  type RecordBounds,
  type TextSource,
} from '../composition/record-adapters.ts'
import type { Item } from './shape.ts'
import type { SourcePosition, UnreadableRow } from './source.ts'

/** Reads the entries of an LDIF file, each with the place of its first line. An entry that is broken does not end the file. */
export async function* readLdif(
  text: TextSource,
  bounds: RecordBounds,
  from?: SourcePosition,
): AsyncGenerator<Result<Item, UnreadableRow>> {
  const reader = openLdifReader()
  const begin = from ?? { ...startOfText, byte: text.start, row: 0 }
  let { row } = begin
  let position: RecordPosition = begin
  let isOpen = false
  const take = (read: Checked<LdifEntry | undefined>): Result<Item, UnreadableRow> | undefined => {
    if (read.isOk() && read.value === undefined) return undefined
    const at = { ...position, row }
    row += 1
    return read
      .map((record): Item => ({ position: at, list: '', record }))
      .mapErr((issues) => ({ position: at, issues, canGoOn: true }))
  }
  for await (const each of readTextLines(text, begin, bounds)) {
    if (each.isErr()) {
      yield err({ ...each.error, position: { ...each.error.position, row } })
      return
    }
    const { place, line } = each.value
    const isEnd = line === '' || line === '\r'
    if (!isOpen && !isEnd) position = { ...place, row }
    isOpen = !isEnd
    const taken = take(reader.line(line))
    if (taken !== undefined) yield taken
  }
  const last = take(reader.end())
  if (last !== undefined) yield last
}
