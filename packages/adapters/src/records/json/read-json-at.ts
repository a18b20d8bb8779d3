import { findJsonFault, issue, parseJson, type RecordPosition, type UnreadableRecord } from '@keepsake/domain'
import { err, type Result } from 'neverthrow'
import { advance } from '../bytes/place.ts'

/** Reads the JSON of a record. A mistake in it is given by its place in the file. `isCut`: the file ends with it. */
export const readJsonAt = (
  text: string,
  position: RecordPosition,
  format: 'JSON' | 'NDJSON',
  isCut: boolean,
): Result<unknown, UnreadableRecord> =>
  parseJson(text).orElse((issues) => {
    const at = findJsonFault(text)
    if (at === undefined) return err({ position, issues, canGoOn: true })
    const code = isCut && text.slice(at).trim() === '' ? 'file.ends_early' : 'file.syntax_broken'
    return err({
      position: { ...position, ...advance(position, Buffer.from(text.slice(0, at))) },
      issues: [issue(code, [], { format })],
      canGoOn: false,
    })
  })
