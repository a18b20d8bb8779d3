import {
  sealed,
  userId,
  type DeliveryFailure,
  type OutboxItem,
  type Posted,
  type UserPoolId,
} from '@keepsake/domain'
import type { OutboxRow } from './outbox-statements.ts'

/** What has no column of its own rests in the document. */
export const toOutboxRow = (item: OutboxItem, pool: UserPoolId): OutboxRow => {
  const { id, userId: user, channel = '', createdAt, secret, ...document } = item
  return {
    user_pool_id: pool,
    id,
    user_id: user,
    channel,
    document: JSON.stringify(document),
    secret: secret ?? null,
    created_at: createdAt,
    due_at: createdAt,
    attempts: 0,
    sent_at: null,
    died_at: null,
    failure: null,
    reason: null,
  }
}

/** An item as it was written, with all its fields. */
export const toItem = (row: OutboxRow): OutboxItem => ({
  ...(JSON.parse(row.document) as object),
  id: row.id,
  userId: userId(row.user_id),
  createdAt: row.created_at,
  ...(row.channel !== '' && { channel: row.channel }),
  ...(row.secret !== null && { secret: sealed(row.secret) }),
})

export const toPosted = (row: OutboxRow): Posted<OutboxItem> => ({
  item: toItem(row),
  state: row.due_at !== null ? 'waiting' : row.sent_at !== null ? 'sent' : 'dead',
  attempts: row.attempts,
  ...(row.due_at !== null && { dueAt: row.due_at }),
  ...(row.sent_at !== null && { sentAt: row.sent_at }),
  ...(row.died_at !== null && { diedAt: row.died_at }),
  ...(row.failure !== null && { failure: row.failure as DeliveryFailure }),
  ...(row.reason !== null && { reason: row.reason }),
})
