import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { fileBytes, openText } from '@keepsake/adapters/records/bytes'
import { readNdjson } from '@keepsake/adapters/records/ndjson'
import type { MoveRecord, MoveRecords } from '@keepsake/app'
import type { RecordPosition, UnreadableRecord } from '@keepsake/domain'
import type { Result } from 'neverthrow'

/** A file of NDJSON as the input of a move. It is read once for its digest, so that nobody runs another file than was planned. */
export const openNdjsonRecords = async (file: string): Promise<MoveRecords> => {
  const bytes = fileBytes(file)
  const digest = createHash('sha256')
  for await (const chunk of bytes.read()) digest.update(chunk)
  const reader = readNdjson(await openText(bytes))
  return {
    from: 'ndjson',
    name: basename(file),
    digest: digest.digest('hex'),
    rows: async function* (from?: RecordPosition): AsyncGenerator<Result<MoveRecord, UnreadableRecord>> {
      for await (const each of reader.read(from))
        yield each.map(({ position, record }) => ({ position, row: record }))
    },
  }
}
