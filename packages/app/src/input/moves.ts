import { fieldRules, missingRules } from '@keepsake/domain'
import { z } from 'zod'
import type { MoveRecords } from '../use-cases/moves/move-records.ts'
import { matchFields } from '../use-cases/moves/move-rules.ts'
import type { PlanMoveCommand } from '../use-cases/moves/plan-command.ts'
import type { RunChunk } from '../use-cases/moves/run-one-chunk.ts'
import type { RunMove } from '../use-cases/moves/run-move.ts'
import type { UndoMove } from '../use-cases/moves/undo-move.ts'
import { list, signal, text } from './shape.ts'
import { createUsersOptions, maxRows } from './users.ts'

/** Functions are taken as they are: a copy would lose what they read. */
const callback = z.custom<(value: never) => void>((value) => typeof value === 'function', {
  params: { expected: 'function' },
})

const records: z.ZodType<MoveRecords> = z.strictObject({
  from: text.min(1),
  name: text,
  digest: text.min(1),
  reopen: text.optional(),
  rows: callback as unknown as z.ZodType<MoveRecords['rows']>,
})

/** The most fields that a move names. */
const mostNames = 1000

const chunkRows = z.int().min(1).max(maxRows)

export const planMoveInput: z.ZodType<PlanMoveCommand> = z.strictObject({
  source: text,
  records,
  options: createUsersOptions.optional(),
  drop: z.union([z.literal('all'), list(text, mostNames)]).optional(),
  missing: z.enum(missingRules).optional(),
  missingAtMost: z.number().min(0).max(100).optional(),
  fields: z.record(z.string(), z.enum(fieldRules)).optional(),
  match: list(z.enum(matchFields), matchFields.length).optional(),
  bringBack: z.boolean().optional(),
  events: z.boolean().optional(),
  chunkRows: chunkRows.optional(),
  onProgress: callback.optional(),
}) as unknown as z.ZodType<PlanMoveCommand>

export const runMoveInput: z.ZodType<RunMove> = z.strictObject({
  move: text,
  records,
  holder: text.min(1).max(256),
  onProgress: callback.optional(),
  signal: signal.optional(),
  stopAfterRefused: z.int().min(1).optional(),
}) as unknown as z.ZodType<RunMove>

export const runChunkInput: z.ZodType<RunChunk> = z.strictObject({
  move: text,
  chunk: z.int().min(0),
  records,
  holder: text.min(1).max(256),
})

export const undoMoveInput: z.ZodType<UndoMove> = z.strictObject({
  move: text,
  onProgress: callback.optional(),
  signal: signal.optional(),
}) as unknown as z.ZodType<UndoMove>

export const ofMoveInput: z.ZodType<{ readonly move: string }> = z.strictObject({ move: text })

export const ofSourceInput: z.ZodType<{ readonly source: string }> = z.strictObject({ source: text })

export const listMovesInput: z.ZodType<{ readonly source?: string | undefined } | undefined> = z
  .strictObject({ source: text.optional() })
  .optional()

const limit = z.int().min(1).optional()

export const refusedRowsInput: z.ZodType<{
  readonly move: string
  readonly after?: number | undefined
  readonly limit?: number | undefined
}> = z.strictObject({ move: text, after: z.int().min(0).optional(), limit })

export const movedIdsInput: z.ZodType<{
  readonly source: string
  readonly after?: string | undefined
  readonly limit?: number | undefined
}> = z.strictObject({ source: text, after: text.optional(), limit })

export const releaseChunkInput: z.ZodType<{
  readonly move: string
  readonly no: number
  readonly attempt: number
}> = z.strictObject({ move: text, no: z.int().min(0), attempt: z.int().min(0) })
