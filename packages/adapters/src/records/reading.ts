import type { PlacedRecord, RecordPosition, UnreadableRecord } from '@keepsake/domain'
import { err, type Result } from 'neverthrow'
import { faultOf } from './bytes/fault.ts'

/** What a reader answers for a record. */
export type Read = Result<PlacedRecord, UnreadableRecord>

/** Reads until the end or a fault, which becomes the last result. `here` is where the reader has got to. */
export async function* untilFault(
  records: AsyncIterable<Read>,
  here: () => RecordPosition,
): AsyncGenerator<Read> {
  try {
    yield* records
  } catch (cause) {
    const fault = faultOf(cause)
    if (fault === undefined) throw cause
    const { issues, place } = fault
    yield err({ position: { ...here(), ...place }, issues, canGoOn: false })
  }
}
