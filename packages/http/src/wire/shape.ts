import { z } from 'zod'

export { checkShape } from '@keepsake/app/input'
export { freeObject, list } from '@keepsake/app/input'

/** Makes a schema optional. `null` counts as absent, because several SDKs send it for unset values. */
export const maybe = <T>(schema: z.ZodType<T>): z.ZodType<T | undefined> =>
  schema.nullish().transform((value) => value ?? undefined)

/** Optional text. */
export const text: z.ZodType<string | undefined> = maybe(z.string())
/** An optional flag. */
export const flag: z.ZodType<boolean | undefined> = maybe(z.boolean())
