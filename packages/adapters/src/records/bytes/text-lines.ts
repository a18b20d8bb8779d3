import { issue, type FilePlace, type UnreadableRecord } from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import { defaultBounds, type RecordBounds } from '../bounds.ts'
import { decodeAt } from './decode.ts'
import { faultOf } from './fault.ts'
import { linesOf } from './lines.ts'
import { startOfText } from './place.ts'
import type { TextSource } from './text-source.ts'

/** A line of a text file, without its line end, and where it begins. */
export type TextLine = { readonly place: FilePlace; readonly line: string }

/** Reads the lines of a text from a place. A fault is the last result. */
export async function* readTextLines(
  text: TextSource,
  from: FilePlace = { ...startOfText, byte: text.start },
  { maxRecordBytes }: RecordBounds = defaultBounds,
): AsyncGenerator<Result<TextLine, UnreadableRecord>> {
  let here = from
  try {
    for await (const { place, bytes } of linesOf(text.read(from.byte), from, maxRecordBytes)) {
      here = place
      if (bytes === undefined) {
        const issues = [issue('file.record_too_large', [], { max: maxRecordBytes })]
        yield err({ position: { ...place, row: 0 }, issues, canGoOn: false })
        return
      }
      yield ok({ place, line: decodeAt(bytes, place) })
    }
  } catch (cause) {
    const fault = faultOf(cause)
    if (fault === undefined) throw cause
    yield err({ position: { ...here, ...fault.place, row: 0 }, issues: fault.issues, canGoOn: false })
  }
}
