import type { OutboxQuery } from '@keepsake/domain'
import { z } from 'zod'
import type { ForgetSent } from '../use-cases/posted-items.ts'
import { exactly } from './exactly.ts'
import { instant, list, text } from './shape.ts'

/** How many items a round may take at most. */
export const deliverInput: z.ZodType<number | undefined> = z.int().min(1).optional()

/** `after` is the last item of the page before, and may be given whole. */
export const listPostedInput: z.ZodType<OutboxQuery> = exactly<OutboxQuery>()(
  z.strictObject({
    state: z.enum(['waiting', 'sent', 'dead']),
    after: z.object({ createdAt: instant, id: text }).optional(),
    limit: z.int().min(1),
  }),
)

/** As many as a reader copies of any list. */
const mostIds = 100_000

export const redriveInput: z.ZodType<readonly string[] | 'all'> = z.union([
  z.literal('all'),
  list(text, mostIds),
])

export const forgetSentInput: z.ZodType<ForgetSent> = exactly<ForgetSent>()(
  z.strictObject({ before: instant }),
)
