import { issue, type FilePlace, type RecordPosition, type RecordReader } from '@keepsake/domain'
import { err } from 'neverthrow'
import { defaultBounds, type RecordBounds } from './bounds.ts'
import { decodeAt } from './bytes/decode.ts'
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

type Line = {
  readonly place: FilePlace
  /** Nothing if the line is too long. */
  readonly bytes: Uint8Array | undefined
  /** Whether the text ends with it, and not with a line end. */
  readonly isCut: boolean
}

const newline = 0x0a

async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  start: FilePlace,
  maxBytes: number,
): AsyncGenerator<Line> {
  let place = start
  let pieces: Uint8Array[] = []
  let length = 0
  const lineWith = (piece: Uint8Array, isCut: boolean): Line => ({
    place,
    bytes: length + piece.length > maxBytes ? undefined : Buffer.concat([...pieces, piece]),
    isCut,
  })
  for await (const chunk of chunks) {
    let from = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
      const line = lineWith(chunk.subarray(from, end), false)
      yield line
      place = { line: place.line + 1, column: 1, byte: place.byte + length + end - from + 1 }
      pieces = []
      length = 0
      from = end + 1
    }
    // Of a line that is too long, only its length is kept.
    if (length <= maxBytes) pieces.push(chunk.subarray(from))
    else pieces = []
    length += chunk.length - from
  }
  if (length > 0) yield lineWith(new Uint8Array(), true)
}
