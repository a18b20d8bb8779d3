import type { FilePlace, Path, RecordPosition, RecordReader, UnreadableRecord } from '@keepsake/domain'
import { issue } from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import { defaultBounds, type RecordBounds } from '../bounds.ts'
import { decodeAt } from '../bytes/decode.ts'
import { faultOf } from '../bytes/fault.ts'
import { startOfText } from '../bytes/place.ts'
import type { TextSource } from '../bytes/text-source.ts'
import { untilFault, type Read } from '../reading.ts'
import type { ListPath } from './list-path.ts'
import { readJsonAt } from './read-json-at.ts'
import type { Scanned, ScanStart } from './scan-list.ts'
import { scanText } from './scan-text.ts'

export { formatListPath, parseListPath, type ListPath } from './list-path.ts'
export { readJsonDocument } from './read-document.ts'
export { readJsonLists, type JsonLists, type ListElement, type UnreadableElement } from './read-lists.ts'

/** How to read a JSON file. */
export type JsonOptions = {
  /** Where the list may be. The first one that is met counts. */
  readonly lists: readonly ListPath[]
  readonly bounds?: RecordBounds
}

/** A reader of a JSON file, which also tells what the file has beside its list. */
export type JsonReader = RecordReader & {
  /**
   * The values beside the list, each with its path and its text. A value above 64 KiB has no text. The whole file is gone
   * through, so its frame is checked before the first record is used.
   */
  readonly readBeside: () => Promise<Result<readonly BesideList[], UnreadableRecord>>
}

/** A value beside the list. */
export type BesideList = { readonly path: Path; readonly text: string | undefined }

/** Reads the list of a JSON file, whatever its size. */
export const readJson = (text: TextSource, { lists, bounds = defaultBounds }: JsonOptions): JsonReader => {
  const begin: FilePlace = { ...startOfText, byte: text.start }
  const scan = (start: ScanStart): AsyncGenerator<Scanned> =>
    scanText(text, lists, start, bounds.maxRecordBytes)
  return {
    format: 'json',
    read: (from) => {
      let here: RecordPosition = from ?? { ...begin, row: 0 }
      const onPlace = (position: RecordPosition): void => {
        here = position
      }
      return untilFault(readElements(scan, begin, from, bounds, onPlace), () => here)
    },
    readBeside: () => readBeside(scan({ place: begin })),
  }
}

type Scan = (start: ScanStart) => AsyncGenerator<Scanned>

async function* readElements(
  scan: Scan,
  begin: FilePlace,
  from: RecordPosition | undefined,
  { maxRecordBytes }: RecordBounds,
  onPlace: (position: RecordPosition) => void,
): AsyncGenerator<Read> {
  let row = from?.row ?? 0
  const start =
    from === undefined ? { place: begin } : { place: from, inside: await findList(scan({ place: begin })) }
  for await (const found of scan(start)) {
    if (found.kind !== 'element') continue
    const position = { ...found.place, row }
    onPlace(position)
    if (found.bytes === undefined)
      yield err({
        position,
        issues: [issue('file.record_too_large', [], { max: maxRecordBytes })],
        canGoOn: true,
      })
    else
      yield readJsonAt(decodeAt(found.bytes, found.place), position, 'JSON', false).map((record) => ({
        position,
        record,
      }))
    row += 1
  }
}

/** The path of the list that counts, for a reader that begins inside of it. */
const findList = async (scan: AsyncGenerator<Scanned>): Promise<ListPath> => {
  for await (const found of scan) if (found.kind === 'list') return found.path
  return []
}

const readBeside = async (
  scan: AsyncGenerator<Scanned>,
): Promise<Result<readonly BesideList[], UnreadableRecord>> => {
  const values: BesideList[] = []
  try {
    for await (const found of scan)
      if (found.kind === 'beside')
        values.push({
          path: found.path,
          text: found.bytes === undefined ? undefined : decodeAt(found.bytes, found.place),
        })
    return ok(values)
  } catch (cause) {
    const fault = faultOf(cause)
    if (fault === undefined) throw cause
    const position = { ...startOfText, ...fault.place, row: 0 }
    return err({ position, issues: fault.issues, canGoOn: false })
  }
}
