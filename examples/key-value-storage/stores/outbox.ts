import { summaryOf, type Session } from '@keepsake/adapters/storage/kit'
import {
  isDue,
  type Outbox,
  type OutboxItem,
  type OutboxSelection,
  type OutboxState,
  type OutboxEntry,
} from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { PoolDocument } from '../pool-document.ts'
import { add } from './records.ts'

/** What there is to tell, by id. */
type Items<Item> = Map<string, OutboxEntry<Item>>

export const outboxIn = <Item extends OutboxItem>(
  session: Session<PoolDocument>,
  itemsOf: (document: PoolDocument) => Items<Item>,
): Outbox<Item> => ({
  addAll: (added) =>
    session.write((document) => {
      const items = itemsOf(document)
      for (const item of added)
        add(items, item.id, { item, state: 'waiting', attempts: 0, dueAt: item.createdAt })
      return ok()
    }),
  claim: ({ channel, limit, now, leaseUntil }) =>
    session.write((document) => {
      const items = itemsOf(document)
      const due = firstInLine(items, channel).filter(({ dueAt = now }) => isDue(dueAt, now))
      const claimed = due.toSorted(longestDue).slice(0, Math.max(0, limit))
      for (const { item, attempts, ...entry } of claimed)
        items.set(item.id, { ...entry, item, attempts: attempts + 1, dueAt: leaseUntil })
      return ok(claimed.map(({ item, attempts }) => ({ item, attempt: attempts + 1 })))
    }),
  markSent: (id, at) =>
    session.write((document) => {
      const items = itemsOf(document)
      const entry = items.get(id)
      if (entry === undefined || entry.state === 'sent') return ok()
      const item = { ...entry.item, secret: undefined }
      items.set(id, { item, state: 'sent', attempts: entry.attempts, sentAt: at })
      return ok()
    }),
  postpone: (id, attempt, dueAt, why) =>
    session.write((document) => {
      const items = itemsOf(document)
      const entry = lastTried(items, id, attempt)
      if (entry === undefined) return ok()
      items.set(id, { item: entry.item, state: 'waiting', attempts: attempt, dueAt, ...why })
      return ok()
    }),
  bury: (id, attempt, at, why) =>
    session.write((document) => {
      const items = itemsOf(document)
      const entry = lastTried(items, id, attempt)
      if (entry === undefined) return ok()
      items.set(id, { item: entry.item, state: 'dead', attempts: attempt, diedAt: at, ...why })
      return ok()
    }),
  redrive: (which, now) =>
    session.write((document) => {
      const items = itemsOf(document)
      const dead = ofState(items, 'dead').filter(({ item }) => which === 'all' || isAmong(item, which))
      for (const { item } of dead) items.set(item.id, { item, state: 'waiting', attempts: 0, dueAt: now })
      return ok(dead.length)
    }),
  drop: (which) =>
    session.write((document) => {
      const items = itemsOf(document)
      const unsent = [...ofState(items, 'waiting'), ...ofState(items, 'dead')]
      const dropped = unsent.filter(({ item }) => isAmong(item, which))
      for (const { item } of dropped) items.delete(item.id)
      return ok(dropped.length)
    }),
  list: ({ state, channel, after, limit }) =>
    session.read((document) =>
      ofState(itemsOf(document), state)
        .filter(({ item }) => channel === undefined || item.channel === channel)
        .filter(({ item }) => after === undefined || byAge(item, after) > 0)
        .slice(0, Math.max(0, limit)),
    ),
  summary: () => session.read((document) => summaryOf([...itemsOf(document).values()])),
  forgetSent: (before) =>
    session.write((document) => {
      const items = itemsOf(document)
      const old = ofState(items, 'sent').filter(({ sentAt = before }) => sentAt < before)
      for (const { item } of old) items.delete(item.id)
      return ok(old.length)
    }),
  listSealed: (after, limit) =>
    session.read((document) =>
      [...itemsOf(document).values()]
        .map(({ item }) => item)
        .filter(({ id, secret }) => secret !== undefined && (after === undefined || id > after))
        .toSorted(byId)
        .slice(0, Math.max(0, limit)),
    ),
  reseal: (id, from, to) =>
    session.write((document) => {
      const items = itemsOf(document)
      const entry = items.get(id)
      if (entry?.item.secret !== from) return ok('overtaken')
      items.set(id, { ...entry, item: { ...entry.item, secret: to } })
      return ok('resealed')
    }),
})

/** Those of a state, in the order of their making. */
const ofState = <Item extends OutboxItem>(
  items: Items<Item>,
  state: OutboxState,
): readonly OutboxEntry<Item>[] =>
  [...items.values()]
    .filter((entry) => entry.state === state)
    .toSorted((one, other) => byAge(one.item, other.item))

const isAmong = ({ id, channel }: OutboxItem, which: OutboxSelection): boolean =>
  'channel' in which ? channel === which.channel : which.includes(id)

/** Of what each user has waiting on the channel, the item that was made first. */
const firstInLine = <Item extends OutboxItem>(
  items: Items<Item>,
  channel: string | undefined,
): readonly OutboxEntry<Item>[] => {
  const waiting = ofState(items, 'waiting').filter(({ item }) => item.channel === channel)
  return [...Map.groupBy(waiting, ({ item }) => item.userId).values()].flatMap((line) => line.slice(0, 1))
}

/** The item, if it waits and nobody has tried it since. */
const lastTried = <Item extends OutboxItem>(
  items: Items<Item>,
  id: string,
  attempt: number,
): OutboxEntry<Item> | undefined => {
  const entry = items.get(id)
  return entry?.state === 'waiting' && entry.attempts === attempt ? entry : undefined
}

type Place = Pick<OutboxItem, 'createdAt' | 'id'>

const byAge = (one: Place, other: Place): number => one.createdAt - other.createdAt || byId(one, other)

const longestDue = (one: OutboxEntry<Place>, other: OutboxEntry<Place>): number =>
  (one.dueAt ?? 0) - (other.dueAt ?? 0) || byId(one.item, other.item)

const byId = (one: Place, other: Place): number => Number(one.id > other.id) - Number(one.id < other.id)
