import { defaultBounds, type RecordBounds } from '@keepsake/adapters/records/bytes'
import { z } from 'zod'

export { defaultBounds }

export {
  faultOf,
  fileBytes,
  fileFault,
  isEncoding,
  readTextLines,
  startOfText,
  type ByteSource,
  type RecordBounds,
  type TextSource,
} from '@keepsake/adapters/records/bytes'
export {
  inspectFile,
  openInspected,
  openRecordFile,
  type FileKind,
  type InspectedFile,
  type OpenOptions,
  type RecordFile,
} from '@keepsake/adapters/records/file'
export { openSealedTable, type SealedTable } from '@keepsake/adapters/records/joined'
export {
  parseListPath,
  readJsonDocument,
  readJsonLists,
  type ListPath,
} from '@keepsake/adapters/records/json'
export { openSqlReader, type SqlReader } from '@keepsake/adapters/records/sql'
export { spool } from '@keepsake/adapters/records/spool'

/** The bounds of files that are imported. */
export const filesConfig: z.ZodType<RecordBounds, Partial<RecordBounds> | undefined> = z
  .strictObject({
    maxRecordBytes: z.int().min(1024).max(67_108_864).default(defaultBounds.maxRecordBytes),
    maxRatio: z.int().min(2).default(defaultBounds.maxRatio),
  })
  .prefault({})
