import {
  isDue,
  type Instant,
  type Outbox,
  type OutboxItem,
  type OutboxState,
  type OutboxSummary,
  type Posted,
} from '@keepsake/domain'
import { ok } from 'neverthrow'
import { oldestFirst } from '../oldest-first.ts'
import type { Session } from '../storage-over.ts'
import { add, copyOf } from './records.ts'
import type { Table, Tables } from './tables.ts'

/** What a pool has to tell, in a table in memory. */
export const memoryOutbox = <Item extends OutboxItem>(
  session: Session<Tables>,
  tableOf: (tables: Tables) => Table<Posted<Item>>,
): Outbox<Item> => ({
  addAll: (items) =>
    session.write((tables) => {
      const outbox = tableOf(tables)
      for (const item of items)
        add(outbox, item.id, copyOf({ item, state: 'waiting', attempts: 0, dueAt: item.createdAt }))
      return ok()
    }),
  claim: (limit, now, leaseUntil) =>
    session.write((tables) => {
      const outbox = tableOf(tables)
      const claimed = claimable(outbox, now).slice(0, Math.max(0, limit))
      return ok(
        claimed.map((posted) => {
          const attempt = posted.attempts + 1
          outbox.put(posted.item.id, { ...posted, dueAt: leaseUntil, attempts: attempt })
          return { item: posted.item, attempt }
        }),
      )
    }),
  markSent: (id, at) =>
    session.write((tables) => {
      const outbox = tableOf(tables)
      const posted = outbox.get(id)
      if (posted !== undefined && posted.state !== 'sent')
        outbox.put(id, {
          item: copyOf({ ...posted.item, secret: undefined }),
          state: 'sent',
          attempts: posted.attempts,
          sentAt: at,
        })
      return ok()
    }),
  postpone: (id, attempt, dueAt, failure) =>
    session.write((tables) => {
      const outbox = tableOf(tables)
      const posted = lastTried(outbox, id, attempt)
      if (posted !== undefined) outbox.put(id, { ...posted, dueAt, failure })
      return ok()
    }),
  bury: (id, attempt, at, failure) =>
    session.write((tables) => {
      const outbox = tableOf(tables)
      const posted = lastTried(outbox, id, attempt)
      if (posted !== undefined)
        outbox.put(id, { item: posted.item, state: 'dead', attempts: attempt, diedAt: at, failure })
      return ok()
    }),
  redrive: (ids, now) =>
    session.write((tables) => {
      const outbox = tableOf(tables)
      const dead = ofState(outbox, 'dead').filter(({ item }) => ids === 'all' || ids.includes(item.id))
      for (const { item } of dead) outbox.put(item.id, { item, state: 'waiting', attempts: 0, dueAt: now })
      return ok(dead.length)
    }),
  list: ({ state, after, limit }) =>
    session.read((tables) =>
      ofState(tableOf(tables), state)
        .toSorted((one, other) => oldestFirst(one.item, other.item))
        .filter(({ item }) => after === undefined || oldestFirst(after, item) < 0)
        .slice(0, Math.max(0, limit)),
    ),
  summary: () => session.read((tables) => summary(tableOf(tables))),
  forgetSent: (before) =>
    session.write((tables) => {
      const outbox = tableOf(tables)
      const old = ofState(outbox, 'sent').filter(({ sentAt = before }) => sentAt < before)
      for (const { item } of old) outbox.put(item.id, undefined)
      return ok(old.length)
    }),
})

const ofState = <Item extends OutboxItem>(
  outbox: Table<Posted<Item>>,
  state: OutboxState,
): readonly Posted<Item>[] =>
  [...outbox.entries()].map(([, posted]) => posted).filter((posted) => posted.state === state)

/** Those that are due, the one first that has been so longest, of each user and channel the first that waits. */
const claimable = <Item extends OutboxItem>(
  outbox: Table<Posted<Item>>,
  now: Instant,
): readonly Posted<Item>[] => {
  const firsts = new Map<string, Posted<Item>>()
  for (const posted of ofState(outbox, 'waiting')) {
    const { userId, channel } = posted.item
    const line = `${channel}:${userId}`
    const first = firsts.get(line)
    if (first === undefined || oldestFirst(posted.item, first.item) < 0) firsts.set(line, posted)
  }
  return [...firsts.values()]
    .filter(({ dueAt = now }) => isDue(dueAt, now))
    .toSorted((one, other) => dueOf(one) - dueOf(other) || byId(one.item, other.item))
}

const dueOf = ({ dueAt = 0 }: Posted<OutboxItem>): Instant => dueAt

const byId = (one: OutboxItem, other: OutboxItem): number => (one.id < other.id ? -1 : 1)

/** The item, while it waits and nobody else has tried since. */
const lastTried = <Item extends OutboxItem>(
  outbox: Table<Posted<Item>>,
  id: string,
  attempt: number,
): Posted<Item> | undefined => {
  const posted = outbox.get(id)
  return posted?.state === 'waiting' && posted.attempts === attempt ? posted : undefined
}

const summary = <Item extends OutboxItem>(outbox: Table<Posted<Item>>): OutboxSummary => {
  const waiting = ofState(outbox, 'waiting')
  const oldest = Math.min(...waiting.map(({ item }) => item.createdAt))
  return {
    waiting: waiting.length,
    sent: ofState(outbox, 'sent').length,
    dead: ofState(outbox, 'dead').length,
    ...(waiting.length > 0 && { oldestWaiting: oldest }),
  }
}
