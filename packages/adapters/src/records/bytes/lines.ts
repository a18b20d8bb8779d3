import type { FilePlace } from '@keepsake/domain'

/** A line of a text, without its line feed. */
export type Line = {
  readonly place: FilePlace
  /** Nothing if the line is too long. */
  readonly bytes: Uint8Array | undefined
  /** Whether the text ends with it, and not with a line end. */
  readonly isCut: boolean
}

const newline = 0x0a

/** The lines of a text that begins at a place. Of a line that is too long, only its place is answered. */
export async function* linesOf(
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
