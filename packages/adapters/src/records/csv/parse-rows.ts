import type { CsvError, Parser } from 'csv-parse'
import type { FilePlace } from '@keepsake/domain'
import { usePeer } from '../../peer.ts'
import { fileFault } from '../bytes/fault.ts'

/** A row of cells, with its place. An empty line has one empty cell. */
export type CsvRow = { readonly place: FilePlace; readonly cells: readonly string[] }

/** Parses rows. `start` is the place of the first byte. A quote that is out of place ends them with a fault. */
export async function* parseRows(
  chunks: AsyncIterable<Uint8Array>,
  start: FilePlace,
  delimiter: string,
  maxRecordBytes: number,
): AsyncGenerator<CsvRow> {
  const { parse } = await usePeer('csv-parse', () => import('csv-parse'))
  let rows: CsvRow[] = []
  let place = start
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    max_record_size: maxRecordBytes,
    on_record: (cells: readonly string[], { bytes, lines }) => {
      rows.push({ place, cells })
      // The parser counts from its own beginning. `lines` is the number of lines that are behind.
      place = { line: start.line + lines, column: 1, byte: start.byte + bytes }
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
    for await (const chunk of chunks)
      yield* given(await new Promise<Error | null | undefined>((resolve) => parser.write(chunk, resolve)))
    yield* given(await ended(parser))
  } finally {
    parser.destroy()
  }
}

const ended = (parser: Parser): Promise<Error | undefined> =>
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
