import {
  maxFurtherAddresses,
  type GivenFurtherEmail,
  type GivenFurtherPhone,
  type GivenOrigin,
  type GivenTime,
} from '@keepsake/domain'
import { z } from 'zod'
import { exactly } from './exactly.ts'
import { list } from './shape.ts'

/** A time in the past: milliseconds since 1970, or text in ISO 8601. */
export const givenTime: z.ZodType<GivenTime> = z.union([z.number(), z.string()])

/** Where a password comes from. */
export const givenOrigin: z.ZodType<GivenOrigin> = exactly<GivenOrigin>()(
  z.strictObject({ source: z.string(), digest: z.string().optional() }),
)

/** Ten times what the domain allows. A longer list is an attack on the code that checks every entry. */
const longestList = 10 * maxFurtherAddresses

/** Further emails of a user. */
export const furtherEmails: z.ZodType<readonly GivenFurtherEmail[]> = list(
  exactly<GivenFurtherEmail>()(z.strictObject({ email: z.string(), verified: z.boolean().optional() })),
  longestList,
)

/** Further phone numbers of a user. */
export const furtherPhones: z.ZodType<readonly GivenFurtherPhone[]> = list(
  exactly<GivenFurtherPhone>()(
    z.strictObject({
      phone: z.string(),
      phoneCountryCode: z.string().optional(),
      verified: z.boolean().optional(),
    }),
  ),
  longestList,
)
