import { z } from 'zod'

export { checkShape } from '@keepsake/app/input'
export { freeObject, list } from '@keepsake/app/input'

/** Optional, and absent where `null` was sent, as several SDKs do for what is not set. */
export const maybe = <T>(schema: z.ZodType<T>): z.ZodType<T | undefined> =>
  schema.nullish().transform((value) => value ?? undefined)

/** Text that is optional. */
export const text: z.ZodType<string | undefined> = maybe(z.string())
/** A flag that is optional. */
export const flag: z.ZodType<boolean | undefined> = maybe(z.boolean())
