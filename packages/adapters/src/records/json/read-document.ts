import { issue, type PlacedRecord, type UnreadableRecord } from '@keepsake/domain'
import { err, type Result } from 'neverthrow'
import { defaultBounds, type RecordBounds } from '../bounds.ts'
import { decodeAt } from '../bytes/decode.ts'
import { faultOf } from '../bytes/fault.ts'
import { startOfText } from '../bytes/place.ts'
import type { TextSource } from '../bytes/text-source.ts'
import { readJsonAt } from './read-json-at.ts'

/** Reads a JSON file that is one record. It may be as large as a record. */
export const readJsonDocument = async (
  text: TextSource,
  { maxRecordBytes }: RecordBounds = defaultBounds,
): Promise<Result<PlacedRecord, UnreadableRecord>> => {
  const position = { ...startOfText, byte: text.start, row: 0 }
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of text.read()) {
      chunks.push(chunk)
      length += chunk.length
      if (length > maxRecordBytes) {
        const issues = [issue('file.record_too_large', [], { max: maxRecordBytes })]
        return err({ position, issues, canGoOn: false })
      }
    }
    return readJsonAt(decodeAt(Buffer.concat(chunks), position), position, 'JSON', true)
      .map((record) => ({ position, record }))
      .mapErr((unreadable) => ({ ...unreadable, canGoOn: false }))
  } catch (cause) {
    const fault = faultOf(cause)
    if (fault === undefined) throw cause
    return err({ position: { ...position, ...fault.place }, issues: fault.issues, canGoOn: false })
  }
}
