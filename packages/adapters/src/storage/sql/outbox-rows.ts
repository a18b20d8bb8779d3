import {
  sealed,
  userId,
  type DamagedItem,
  type DeliveryFailure,
  type OutboxItem,
  type OutboxEntry,
  type UserPoolId,
} from '@keepsake/domain'
import { count as isCount, type Check } from '@keepsake/domain/guard'
import type { OutboxRow } from './outbox-statements.ts'
import { readRecord } from './read-record.ts'

/** Fields without their own column are stored in the document. */
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

/** An item as it was written, with all its fields; or, if its row is damaged, a damaged item. */
export const toItem = <Item extends OutboxItem>(row: OutboxRow, isItem: Check<Item>): Item | DamagedItem =>
  readRecord(row, itemOf, isItem) ?? { ...headOf(row), damaged: true }

/** No sealed text is empty: a row with an empty one is damaged. */
const itemOf = (row: OutboxRow): OutboxItem | undefined =>
  row.secret === '' ? undefined : { ...(JSON.parse(row.document) as object), ...headOf(row) }

/** How often an item was tried; 0 if the number in the row is impossible. */
export const attemptsOf = ({ attempts }: Pick<OutboxRow, 'attempts'>): number =>
  isCount(attempts) ? attempts : 0

const headOf = (row: OutboxRow): OutboxItem => ({
  id: row.id,
  userId: userId(row.user_id),
  createdAt: row.created_at,
  ...(row.channel !== '' && { channel: row.channel }),
  ...(row.secret !== null && row.secret !== '' && { secret: sealed(row.secret) }),
})

export const toEntry = <Item extends OutboxItem>(
  row: OutboxRow,
  isItem: Check<Item>,
): OutboxEntry<Item | DamagedItem> => ({
  item: toItem(row, isItem),
  state: row.due_at !== null ? 'waiting' : row.sent_at !== null ? 'sent' : 'dead',
  attempts: attemptsOf(row),
  ...(row.due_at !== null && { dueAt: row.due_at }),
  ...(row.sent_at !== null && { sentAt: row.sent_at }),
  ...(row.died_at !== null && { diedAt: row.died_at }),
  ...(row.failure !== null && { failure: row.failure as DeliveryFailure }),
  ...(row.reason !== null && { reason: row.reason }),
})
