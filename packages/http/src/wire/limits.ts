import type { z } from 'zod'

/** The wire's own limit of elements in one list. */
export const mostAtOnce = 50

/** A list that is not empty. */
export const atLeastOne = <T>(elements: z.ZodType<readonly T[]>): z.ZodType<readonly T[]> =>
  elements.refine(({ length }) => length > 0, { params: { expected: 'array of at least one element' } })
