import { parse, type CsvError } from 'csv-parse'
import type { FilePlace } from '@keepsake/domain'
import { fileFault } from '../bytes/fault.ts'
import { advance } from '../bytes/place.ts'

/** A row of cells, with its place. An empty line has one empty cell. */
export type CsvRow = { readonly place: FilePlace; readonly cells: readonly string[] }

/** Parses rows. `start` is the place of the first byte. A quote that is out of place ends them with a fault. */
export async function* parseRows(
  chunks: AsyncIterable<Uint8Array>,
  start: FilePlace,
  delimiter: string,
  maxRecordBytes: number,
): AsyncGenerator<CsvRow> {
  let rows: CsvRow[] = []
  let place = start
  // The bytes behind the last row. The parser counts a line end inside of quotes twice, so lines are counted here.
  let held: { readonly at: number; readonly bytes: Uint8Array } = { at: start.byte, bytes: new Uint8Array() }
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    max_record_size: maxRecordBytes,
    on_record: (cells: readonly string[], { bytes }) => {
      rows.push({ place, cells })
      place = advance(place, held.bytes, place.byte - held.at, start.byte + bytes - held.at)
      return null
    },
  })
  // The error comes by the callback of the write that it ended.
  parser.on('error', () => undefined)
  const given = function* (error: Error | null | undefined): Generator<CsvRow> {
    yield* rows
    rows = []
    if (error) throw faultFor(error as CsvError, place, maxRecordBytes)
  }
  try {
    for await (const chunk of chunks) {
      const left = held.bytes.subarray(place.byte - held.at)
      held = { at: place.byte, bytes: Buffer.concat([left, chunk]) }
      yield* given(await new Promise<Error | null | undefined>((resolve) => parser.write(chunk, resolve)))
    }
    yield* given(await ended(parser))
  } finally {
    parser.destroy()
  }
}

const ended = (parser: ReturnType<typeof parse>): Promise<Error | undefined> =>
  new Promise((resolve) => {
    parser.once('error', resolve)
    parser.once('finish', () => resolve(undefined))
    parser.end()
  })

const faultFor = ({ code }: CsvError, place: FilePlace, maxRecordBytes: number): Error => {
  if (code === 'CSV_MAX_RECORD_SIZE')
    return fileFault('file.record_too_large', { max: maxRecordBytes }, place)
  return fileFault(
    code === 'CSV_QUOTE_NOT_CLOSED' ? 'file.ends_early' : 'file.syntax_broken',
    { format: 'CSV' },
    place,
  )
}
