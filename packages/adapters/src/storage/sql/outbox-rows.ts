import {
  sealed,
  userId,
  type Notice,
  type NoticeChannel,
  type NoticeFailure,
  type PostedNotice,
  type UserPoolId,
} from '@keepsake/domain'
import type { NoticeRow, PostedRow } from './outbox-statements.ts'
import type { RowOf } from './tables.ts'

/** What of a notice rests in the document: all that has no column of its own. */
type NoticeDocument = Omit<Notice, 'id' | 'userId' | 'channel' | 'createdAt' | 'secret'>

export const toOutboxRow = (notice: Notice, pool: UserPoolId): RowOf<'keepsake_outbox'> => {
  const { id, userId: user, channel, createdAt, secret, ...document } = notice
  return {
    user_pool_id: pool,
    id,
    user_id: user,
    channel,
    document: JSON.stringify(document satisfies NoticeDocument),
    secret: secret ?? null,
    created_at: createdAt,
    due_at: createdAt,
    attempts: 0,
    sent_at: null,
    died_at: null,
    failure: null,
  }
}

export const toNotice = (row: NoticeRow): Notice => ({
  ...(JSON.parse(row.document) as NoticeDocument),
  id: row.id,
  userId: userId(row.user_id),
  channel: row.channel as NoticeChannel,
  createdAt: row.created_at,
  ...(row.secret !== null && { secret: sealed(row.secret) }),
})

export const toPostedNotice = (row: PostedRow): PostedNotice => ({
  notice: toNotice(row),
  state: row.due_at !== null ? 'waiting' : row.sent_at !== null ? 'sent' : 'dead',
  attempts: row.attempts,
  ...(row.due_at !== null && { dueAt: row.due_at }),
  ...(row.sent_at !== null && { sentAt: row.sent_at }),
  ...(row.died_at !== null && { diedAt: row.died_at }),
  ...(row.failure !== null && { failure: row.failure as NoticeFailure }),
})
