import { issue, type RecordPosition, type RecordReader } from '@keepsake/domain'
import { err } from 'neverthrow'
import { defaultBounds, type RecordBounds } from './bounds.ts'
import { decodeAt } from './bytes/decode.ts'
import { linesOf } from './bytes/lines.ts'
import { startOfText } from './bytes/place.ts'
import type { TextSource } from './bytes/text-source.ts'
import { readJsonAt } from './json/read-json-at.ts'
import { untilFault, type Read } from './reading.ts'

/** Reads lines of JSON. A line that cannot be read does not block the next one. Empty lines are no records. */
export const readNdjson = (text: TextSource, bounds: RecordBounds = defaultBounds): RecordReader => ({
  format: 'ndjson',
  read: (from) => {
    const start: RecordPosition = from ?? { ...startOfText, byte: text.start, row: 0 }
    let here = start
    return untilFault(
      readLines(text.read(start.byte), start, bounds, (position) => {
        here = position
      }),
      () => here,
    )
  },
})

async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  start: RecordPosition,
  { maxRecordBytes }: RecordBounds,
  onPlace: (position: RecordPosition) => void,
): AsyncGenerator<Read> {
  let { row } = start
  for await (const { place, bytes, isCut } of linesOf(chunks, start, maxRecordBytes)) {
    const position = { ...place, row }
    onPlace(position)
    if (bytes === undefined) {
      yield err({
        position,
        issues: [issue('file.record_too_large', [], { max: maxRecordBytes })],
        canGoOn: true,
      })
      row += 1
      continue
    }
    const line = decodeAt(bytes, place)
    if (line.trim() === '') continue
    yield readJsonAt(line, position, 'NDJSON', isCut)
      .map((record) => ({ position, record }))
      .mapErr((unreadable) => ({ ...unreadable, canGoOn: true }))
    row += 1
  }
  onPlace({ ...start, row })
}
