import { defaultBounds, type RecordBounds } from '@keepsake/adapters/records/bytes'
import { z } from 'zod'

export { fileBytes, isEncoding, type ByteSource, type RecordBounds } from '@keepsake/adapters/records/bytes'
export { openRecordFile, type OpenOptions, type RecordFile } from '@keepsake/adapters/records/file'
export { parseListPath, type ListPath } from '@keepsake/adapters/records/json'
export { spool } from '@keepsake/adapters/records/spool'

/** The bounds of files that are imported. */
export const filesConfig: z.ZodType<RecordBounds, Partial<RecordBounds> | undefined> = z
  .strictObject({
    maxRecordBytes: z.int().min(1024).max(67_108_864).default(defaultBounds.maxRecordBytes),
    maxRatio: z.int().min(2).default(defaultBounds.maxRatio),
  })
  .prefault({})
