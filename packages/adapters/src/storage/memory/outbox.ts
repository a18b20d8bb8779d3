import {
  isDue,
  type Instant,
  type Outbox,
  type OutboxItem,
  type OutboxSelection,
  type OutboxState,
  type OutboxEntry,
} from '@keepsake/domain'
import { ok } from 'neverthrow'
import { oldestFirst } from '../oldest-first.ts'
import type { Session } from '../storage-over.ts'
import { summaryOf } from '../outbox-summary.ts'
import { add, copyOf } from './records.ts'
import type { Table, Tables } from './tables.ts'

/** What a pool has to send, in a table in memory. */
export const memoryOutbox = <Item extends OutboxItem>(
  session: Session<Tables>,
  tableOf: (tables: Tables) => Table<OutboxEntry<Item>>,
): Outbox<Item> => ({
  addAll: (items) =>
    session.write((tables) => {
      const outbox = tableOf(tables)
      for (const item of items)
        add(outbox, item.id, copyOf({ item, state: 'waiting', attempts: 0, dueAt: item.createdAt }))
      return ok()
    }),
  claim: ({ channel, limit, now, leaseUntil }) =>
    session.write((tables) => {
      const outbox = tableOf(tables)
      const claimed = claimable(outbox, channel, now).slice(0, Math.max(0, limit))
      return ok(
        claimed.map((entry) => {
          const attempt = entry.attempts + 1
          outbox.put(entry.item.id, { ...entry, dueAt: leaseUntil, attempts: attempt })
          return { item: entry.item, attempt }
        }),
      )
    }),
  markSent: (id, at) =>
    session.write((tables) => {
      const outbox = tableOf(tables)
      const entry = outbox.get(id)
      if (entry !== undefined && entry.state !== 'sent')
        outbox.put(id, {
          item: copyOf({ ...entry.item, secret: undefined }),
          state: 'sent',
          attempts: entry.attempts,
          sentAt: at,
        })
      return ok()
    }),
  postpone: (id, attempt, dueAt, why) =>
    session.write((tables) => {
      const outbox = tableOf(tables)
      const entry = lastTried(outbox, id, attempt)
      if (entry !== undefined) {
        const { item, state, attempts } = entry
        outbox.put(id, { item, state, attempts, dueAt, ...why })
      }
      return ok()
    }),
  bury: (id, attempt, at, why) =>
    session.write((tables) => {
      const outbox = tableOf(tables)
      const entry = lastTried(outbox, id, attempt)
      if (entry !== undefined)
        outbox.put(id, { item: entry.item, state: 'dead', attempts: attempt, diedAt: at, ...why })
      return ok()
    }),
  redrive: (which, now) =>
    session.write((tables) => {
      const outbox = tableOf(tables)
      const dead = ofState(outbox, 'dead').filter(({ item }) => which === 'all' || isSelected(item, which))
      for (const { item } of dead) outbox.put(item.id, { item, state: 'waiting', attempts: 0, dueAt: now })
      return ok(dead.length)
    }),
  drop: (which) =>
    session.write((tables) => {
      const outbox = tableOf(tables)
      const dropped = [...ofState(outbox, 'waiting'), ...ofState(outbox, 'dead')].filter(({ item }) =>
        isSelected(item, which),
      )
      for (const { item } of dropped) outbox.put(item.id, undefined)
      return ok(dropped.length)
    }),
  list: ({ state, channel, after, limit }) =>
    session.read((tables) =>
      ofState(tableOf(tables), state)
        .filter(({ item }) => channel === undefined || item.channel === channel)
        .filter(({ item }) => after === undefined || oldestFirst(after, item) < 0)
        .toSorted((one, other) => oldestFirst(one.item, other.item))
        .slice(0, Math.max(0, limit)),
    ),
  summary: () => session.read((tables) => summaryOf(entriesIn(tableOf(tables)))),
  forgetSent: (before) =>
    session.write((tables) => {
      const outbox = tableOf(tables)
      const old = ofState(outbox, 'sent').filter(({ sentAt = before }) => sentAt < before)
      for (const { item } of old) outbox.put(item.id, undefined)
      return ok(old.length)
    }),
  listSealed: (after, limit) =>
    session.read((tables) =>
      entriesIn(tableOf(tables))
        .map(({ item }) => item)
        .filter(({ id, secret }) => secret !== undefined && (after === undefined || id > after))
        .toSorted(byId)
        .slice(0, Math.max(0, limit)),
    ),
  reseal: (id, from, to) =>
    session.write((tables) => {
      const outbox = tableOf(tables)
      const entry = outbox.get(id)
      if (entry?.item.secret !== from) return ok('overtaken')
      outbox.put(id, { ...entry, item: { ...entry.item, secret: to } })
      return ok('resealed')
    }),
})

const entriesIn = <Item extends OutboxItem>(outbox: Table<OutboxEntry<Item>>): readonly OutboxEntry<Item>[] =>
  [...outbox.entries()].map(([, entry]) => entry)

const ofState = <Item extends OutboxItem>(
  outbox: Table<OutboxEntry<Item>>,
  state: OutboxState,
): readonly OutboxEntry<Item>[] => entriesIn(outbox).filter((entry) => entry.state === state)

const isSelected = ({ id, channel }: OutboxItem, which: OutboxSelection): boolean =>
  'channel' in which ? channel === which.channel : which.includes(id)

/** The due items of a channel, the longest due first; of each user only the first waiting one. */
const claimable = <Item extends OutboxItem>(
  outbox: Table<OutboxEntry<Item>>,
  channel: string | undefined,
  now: Instant,
): readonly OutboxEntry<Item>[] => {
  const firsts = new Map<string, OutboxEntry<Item>>()
  for (const entry of ofState(outbox, 'waiting').filter(({ item }) => item.channel === channel)) {
    const { userId } = entry.item
    const first = firsts.get(userId)
    if (first === undefined || oldestFirst(entry.item, first.item) < 0) firsts.set(userId, entry)
  }
  return [...firsts.values()]
    .filter(({ dueAt = now }) => isDue(dueAt, now))
    .toSorted((one, other) => dueOf(one) - dueOf(other) || byId(one.item, other.item))
}

const dueOf = ({ dueAt = 0 }: OutboxEntry<OutboxItem>): Instant => dueAt

const byId = (one: OutboxItem, other: OutboxItem): number => (one.id < other.id ? -1 : 1)

/** The item, if it still waits and no other attempt was made since. */
const lastTried = <Item extends OutboxItem>(
  outbox: Table<OutboxEntry<Item>>,
  id: string,
  attempt: number,
): OutboxEntry<Item> | undefined => {
  const entry = outbox.get(id)
  return entry?.state === 'waiting' && entry.attempts === attempt ? entry : undefined
}
