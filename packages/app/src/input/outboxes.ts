import { noticeChannels, type OutboxQuery } from '@keepsake/domain'
import { z } from 'zod'
import type { DeliverEvents } from '../use-cases/events/deliver-events.ts'
import type { DeliverNotices } from '../use-cases/notices/deliver-notices.ts'
import type { ForgetSent, RedriveEntries, SelectEntries } from '../use-cases/outbox/outbox-items.ts'
import { exactly } from './exactly.ts'
import { instant, list, text } from './shape.ts'

/** The most items that one round takes on each lane. */
const limit = z.int().min(1)

export const deliverNoticesInput: z.ZodType<DeliverNotices | undefined> = exactly<DeliverNotices>()(
  z.strictObject({ limit: limit.optional(), channel: z.enum(noticeChannels).optional() }),
).optional()

export const deliverEventsInput: z.ZodType<DeliverEvents | undefined> = exactly<DeliverEvents>()(
  z.strictObject({ limit: limit.optional(), endpoint: text.optional() }),
).optional()

/** `after` is the last item of the previous page. You may pass the whole item. */
export const listEntriesInput: z.ZodType<OutboxQuery> = exactly<OutboxQuery>()(
  z.strictObject({
    state: z.enum(['waiting', 'sent', 'dead']),
    channel: text.optional(),
    after: z.object({ createdAt: instant, id: text }).optional(),
    limit: z.int().min(1),
  }),
)

/** The longest list that the reader copies. */
const mostIds = 100_000

const byIds = z.strictObject({ ids: list(text, mostIds) })

const ofChannel = z.strictObject({ channel: text })

/** Selects items by their ids, or all items of a channel. */
export const selectionInput: z.ZodType<SelectEntries> = z.union([byIds, ofChannel])

export const redriveInput: z.ZodType<RedriveEntries> = z.union([
  byIds,
  ofChannel,
  z.strictObject({ all: z.literal(true) }),
])

export const forgetSentInput: z.ZodType<ForgetSent> = exactly<ForgetSent>()(
  z.strictObject({ before: instant }),
)
