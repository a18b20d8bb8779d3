import {
  userId,
  type AttemptFailure,
  type Claimed,
  type DomainEvent,
  type EventDelivery,
  type Instant,
  type Notice,
  type Outbox,
  type OutboxItem,
  type OutboxState,
  type OutboxEntry,
  type Stores,
  type Unavailable,
  type UserId,
} from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import { soundClaimed, readableEntries } from './readable-records.ts'
import { valueOf } from './case.ts'
import { anEvent, aNotice, madeAt, newId } from './records.ts'

type Outboxes = Pick<Stores, 'outbox' | 'events'>

/** One of the outboxes of a pool, and the items that it is filled with. */
export type OutboxKind<Item extends OutboxItem> = {
  readonly holds: string
  readonly of: (stores: Outboxes) => Outbox<Item>
  /** The channel of its items. */
  readonly channel: string | undefined
  readonly anItem: (user: UserId, over?: Pick<Partial<OutboxItem>, 'id' | 'createdAt'>) => Item
}

/** The outbox of notices for users. */
export const notices: OutboxKind<Notice> = {
  holds: 'notices',
  of: ({ outbox }) => outbox,
  channel: 'email',
  anItem: aNotice,
}

/** The outbox of events for other services. */
export const events: OutboxKind<DomainEvent | EventDelivery> = {
  holds: 'events',
  of: ({ events: outbox }) => outbox,
  channel: undefined,
  anItem: anEvent,
}

/** Claims items of the kind's channel. */
export const claimOf = <Item extends OutboxItem>(
  { of, channel }: OutboxKind<Item>,
  stores: Outboxes,
  limit: number,
  now: Instant,
  leaseUntil: Instant,
): ResultAsync<readonly Claimed<Item>[], Unavailable> =>
  of(stores)
    .claim({ channel, limit, now, leaseUntil })
    .map((claimed) => soundClaimed<Item>(claimed))

/** Why the attempt at the waiting item has failed. */
export const busy: AttemptFailure = { failure: 'sender-unavailable', reason: 'answered 451 4.3.0 to RCPT TO' }

/** Why the dead item is dead. */
export const refused: AttemptFailure = { failure: 'recipient-refused' }

/** When `oneOfEach` claims its items. */
export const itemsTriedAt: number = madeAt + 1_000

/** One item of each state, each about its own user. The waiting item was tried once. */
export const oneOfEach = async <Item extends OutboxItem>(
  stores: Stores,
  kind: OutboxKind<Item>,
): Promise<Readonly<Record<OutboxState, Item>>> => {
  const { of, anItem } = kind
  const outbox = of(stores)
  const [waiting, sent, dead] = [0, 1, 2].map((age) => anItem(userId(newId()), { createdAt: madeAt + age }))
  if (waiting === undefined || sent === undefined || dead === undefined) throw new Error('unreachable')
  await valueOf(outbox.addAll([dead, waiting, sent]))
  await valueOf(claimOf(kind, stores, 3, itemsTriedAt, itemsTriedAt + 1))
  await valueOf(outbox.postpone(waiting.id, 1, itemsTriedAt + 60_000, busy))
  await valueOf(outbox.markSent(sent.id, itemsTriedAt + 2))
  await valueOf(outbox.bury(dead.id, 1, itemsTriedAt + 3, refused))
  return { waiting, sent, dead }
}

/** The items of a state, with their results. */
export const listEntries = <Item extends OutboxItem>(
  outbox: Outbox<Item>,
  state: OutboxState,
): Promise<readonly OutboxEntry<Item>[]> =>
  valueOf(outbox.list({ state, limit: 99 }).map((entry) => readableEntries<Item>(entry)))

/** Everything that an outbox holds. */
export const allEntries = async <Item extends OutboxItem>(
  outbox: Outbox<Item>,
): Promise<readonly OutboxEntry<Item>[]> => [
  ...(await listEntries(outbox, 'waiting')),
  ...(await listEntries(outbox, 'sent')),
  ...(await listEntries(outbox, 'dead')),
]
