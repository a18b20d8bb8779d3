import type { Instant, NoticeQuery, OutboxSummary, PostedNotice, Unavailable } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { Context } from '../context.ts'

/** Counts the pool's notices by state, and says since when the one that has waited longest has been there. */
export const reportNotices = ({ storage }: Context): ResultAsync<OutboxSummary, Unavailable> =>
  storage.outbox.summary()

/** Lists notices of one state, the oldest first. Their secrets stay sealed. */
export const listNotices = (
  query: NoticeQuery,
  { storage }: Context,
): ResultAsync<readonly PostedNotice[], Unavailable> => storage.outbox.list(query)

/** Lets dead notices wait again: those of the ids, or all. Answers how many. */
export const redriveNotices = (
  ids: readonly string[] | 'all',
  { ports, storage }: Context,
): ResultAsync<number, Unavailable> => storage.outbox.redrive(ids, ports.sources.clock())

/** Which sent notices nobody needs any more. */
export type ForgetSentNotices = { readonly before: Instant }

/** Removes notices that were sent before a moment. Answers how many. */
export const forgetSentNotices = (
  { before }: ForgetSentNotices,
  { storage }: Context,
): ResultAsync<number, Unavailable> => storage.outbox.forgetSent(before)
