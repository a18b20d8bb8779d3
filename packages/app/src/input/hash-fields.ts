import type { HashFields } from '@keepsake/domain'
import { z } from 'zod'
import { freeObject } from './shape.ts'

/** More fields than any hash format has. */
const maxHashFields = 32

/** The details of a hash: a few values by name. */
export const hashFields: z.ZodType<HashFields> = freeObject
  .refine((value) => Object.keys(value).length <= maxHashFields, {
    params: { expected: `object of at most ${maxHashFields} fields` },
  })
  .pipe(z.record(z.string(), z.union([z.string(), z.number()])))
