import type { Checked } from '@keepsake/domain'
import type { z } from 'zod'
import { checkShape } from './check-shape.ts'
import { readPlain } from './read-plain.ts'

/** Reads what a caller gives, once, and checks its shape. Answers a copy of plain data, or every fault with its path. */
export const checkInput = <T>(schema: z.ZodType<T>, given: unknown): Checked<T> =>
  readPlain(given).andThen((value) => checkShape(schema, value))

/** The same for a batch. It checks that `list` is a list, but not its rows. */
export const checkUnread = <T>(schema: z.ZodType<T>, given: unknown): Checked<T> =>
  readPlain(given, 'list').andThen((value) => checkShape(schema, value))
