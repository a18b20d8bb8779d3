import { issue, type FilePlace, type RecordPosition, type UnreadableRecord } from '@keepsake/domain'
import { err, type Result } from 'neverthrow'
import { defaultBounds, type RecordBounds } from '../bounds.ts'
import { decodeAt } from '../bytes/decode.ts'
import { faultOf } from '../bytes/fault.ts'
import { startOfText } from '../bytes/place.ts'
import type { TextSource } from '../bytes/text-source.ts'
import type { ListPath } from './list-path.ts'
import { readJsonAt } from './read-json-at.ts'
import { scanText } from './scan-text.ts'

/** An element of one of several lists, with the path of its list. */
export type ListElement = {
  readonly position: RecordPosition
  readonly list: ListPath
  readonly record: unknown
}

/** An element that cannot be read, or the place where the file breaks. */
export type UnreadableElement = UnreadableRecord & { readonly list?: ListPath }

/** The elements of several lists of a JSON file. */
export type JsonLists = {
  readonly read: (from?: RecordPosition) => AsyncIterable<Result<ListElement, UnreadableElement>>
}

/**
 * Reads every list of a JSON file that is at one of the paths, in the order of the file, whatever its size. The step `*` of
 * a path is any element of a list. Rows count the elements of all lists. To begin at a position, what is before it is gone
 * through, but not read.
 */
export const readJsonLists = (
  text: TextSource,
  lists: readonly ListPath[],
  { maxRecordBytes }: RecordBounds = defaultBounds,
): JsonLists => ({
  read: async function* (from) {
    const begin: FilePlace = { ...startOfText, byte: text.start }
    let here: RecordPosition = { ...begin, row: 0 }
    let row = 0
    try {
      for await (const found of scanText(text, lists, { place: begin }, maxRecordBytes, 'every')) {
        if (found.kind !== 'element') continue
        here = { ...found.place, row }
        row += 1
        if (from === undefined || here.row >= from.row) yield readElement(found, here, maxRecordBytes)
      }
    } catch (cause) {
      const fault = faultOf(cause)
      if (fault === undefined) throw cause
      yield err({ position: { ...here, ...fault.place }, issues: fault.issues, canGoOn: false })
    }
  },
})

const readElement = (
  {
    list,
    bytes,
    place,
  }: { readonly list: ListPath; readonly bytes: Uint8Array | undefined; readonly place: FilePlace },
  position: RecordPosition,
  max: number,
): Result<ListElement, UnreadableElement> =>
  bytes === undefined
    ? err({ position, list, issues: [issue('file.record_too_large', [], { max })], canGoOn: true })
    : readJsonAt(decodeAt(bytes, place), position, 'JSON', false)
        .map((record) => ({ position, list, record }))
        .mapErr((unreadable) => ({ ...unreadable, list }))
