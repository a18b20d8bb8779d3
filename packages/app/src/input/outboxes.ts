import { noticeChannels, type OutboxQuery, type OutboxSelection } from '@keepsake/domain'
import { z } from 'zod'
import type { DeliverEvents } from '../use-cases/events/deliver-events.ts'
import type { DeliverNotices } from '../use-cases/notices/deliver-notices.ts'
import type { ForgetSent } from '../use-cases/outbox/outbox-items.ts'
import { exactly } from './exactly.ts'
import { instant, list, text } from './shape.ts'

/**
 * The most items that one round takes on each lane. It is given as a number alone, or in an object that also names a lane.
 */
const limit = z.int().min(1)

export const deliverNoticesInput: z.ZodType<DeliverNotices | undefined> = z
  .union([
    limit,
    exactly<Exclude<DeliverNotices, number>>()(
      z.strictObject({ limit: limit.optional(), channel: z.enum(noticeChannels).optional() }),
    ),
  ])
  .optional()

export const deliverEventsInput: z.ZodType<DeliverEvents | undefined> = z
  .union([
    limit,
    exactly<Exclude<DeliverEvents, number>>()(
      z.strictObject({ limit: limit.optional(), endpoint: text.optional() }),
    ),
  ])
  .optional()

/** `after` is the last item of the previous page. You may pass the whole item. */
export const listPostedInput: z.ZodType<OutboxQuery> = exactly<OutboxQuery>()(
  z.strictObject({
    state: z.enum(['waiting', 'sent', 'dead']),
    channel: text.optional(),
    after: z.object({ createdAt: instant, id: text }).optional(),
    limit: z.int().min(1),
  }),
)

/** The longest list that the reader copies. */
const mostIds = 100_000

/** Selects items by their ids, or all items of a channel. */
export const selectionInput: z.ZodType<OutboxSelection> = z.union([
  list(text, mostIds),
  z.strictObject({ channel: text }),
])

export const redriveInput: z.ZodType<OutboxSelection | 'all'> = z.union([z.literal('all'), selectionInput])

export const forgetSentInput: z.ZodType<ForgetSent> = exactly<ForgetSent>()(
  z.strictObject({ before: instant }),
)
