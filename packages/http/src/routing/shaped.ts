import { rejected } from '@keepsake/domain'
import { okAsync, type ResultAsync } from 'neverthrow'
import type { z } from 'zod'
import { checkShape } from '../wire/shape.ts'
import type { RouteFailure } from './route.ts'

/** Reads an input of a schema's shape. */
export const shaped = <T>(schema: z.ZodType<T>, input: unknown): ResultAsync<T, RouteFailure> =>
  checkShape(schema, input)
    .mapErr(rejected)
    .asyncAndThen((value) => okAsync(value))
