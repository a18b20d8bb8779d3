import type { Session } from '@keepsake/adapters/storage/kit'
import { isDue, type Outbox, type OutboxItem, type OutboxState, type Posted } from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { PoolDocument } from '../pool-document.ts'
import { add, keyOf } from './records.ts'

/** What there is to tell, by id. */
type Items<Item> = Map<string, Posted<Item>>

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
  claim: (limit, now, leaseUntil) =>
    session.write((document) => {
      const items = itemsOf(document)
      const due = firstInLine(items).filter(({ dueAt = now }) => isDue(dueAt, now))
      const claimed = due.toSorted(longestDue).slice(0, Math.max(0, limit))
      for (const { item, attempts, ...posted } of claimed)
        items.set(item.id, { ...posted, item, attempts: attempts + 1, dueAt: leaseUntil })
      return ok(claimed.map(({ item, attempts }) => ({ item, attempt: attempts + 1 })))
    }),
  markSent: (id, at) =>
    session.write((document) => {
      const items = itemsOf(document)
      const posted = items.get(id)
      if (posted === undefined || posted.state === 'sent') return ok()
      const item = { ...posted.item, secret: undefined }
      items.set(id, { item, state: 'sent', attempts: posted.attempts, sentAt: at })
      return ok()
    }),
  postpone: (id, attempt, dueAt, failure) =>
    session.write((document) => {
      const items = itemsOf(document)
      const posted = lastTried(items, id, attempt)
      if (posted !== undefined) items.set(id, { ...posted, dueAt, failure })
      return ok()
    }),
  bury: (id, attempt, at, failure) =>
    session.write((document) => {
      const items = itemsOf(document)
      const posted = lastTried(items, id, attempt)
      if (posted === undefined) return ok()
      items.set(id, { item: posted.item, state: 'dead', attempts: attempt, diedAt: at, failure })
      return ok()
    }),
  redrive: (ids, now) =>
    session.write((document) => {
      const items = itemsOf(document)
      const dead = ofState(items, 'dead').filter(({ item }) => ids === 'all' || ids.includes(item.id))
      for (const { item } of dead) items.set(item.id, { item, state: 'waiting', attempts: 0, dueAt: now })
      return ok(dead.length)
    }),
  list: ({ state, after, limit }) =>
    session.read((document) =>
      ofState(itemsOf(document), state)
        .filter(({ item }) => after === undefined || byAge(item, after) > 0)
        .slice(0, Math.max(0, limit)),
    ),
  summary: () =>
    session.read((document) => {
      const items = itemsOf(document)
      const waiting = ofState(items, 'waiting')
      return {
        waiting: waiting.length,
        sent: ofState(items, 'sent').length,
        dead: ofState(items, 'dead').length,
        ...(waiting[0] !== undefined && { oldestWaiting: waiting[0].item.createdAt }),
      }
    }),
  forgetSent: (before) =>
    session.write((document) => {
      const items = itemsOf(document)
      const old = ofState(items, 'sent').filter(({ sentAt = before }) => sentAt < before)
      for (const { item } of old) items.delete(item.id)
      return ok(old.length)
    }),
})

/** Those of a state, in the order of their making. */
const ofState = <Item extends OutboxItem>(items: Items<Item>, state: OutboxState): readonly Posted<Item>[] =>
  [...items.values()]
    .filter((posted) => posted.state === state)
    .toSorted((one, other) => byAge(one.item, other.item))

/** Of what each user has waiting on a channel, the item that was made first. */
const firstInLine = <Item extends OutboxItem>(items: Items<Item>): readonly Posted<Item>[] =>
  [
    ...Map.groupBy(ofState(items, 'waiting'), ({ item }) => keyOf(item.userId, item.channel ?? '')).values(),
  ].flatMap((line) => line.slice(0, 1))

/** The item, if it waits and nobody has tried it since. */
const lastTried = <Item extends OutboxItem>(
  items: Items<Item>,
  id: string,
  attempt: number,
): Posted<Item> | undefined => {
  const posted = items.get(id)
  return posted?.state === 'waiting' && posted.attempts === attempt ? posted : undefined
}

type Place = Pick<OutboxItem, 'createdAt' | 'id'>

const byAge = (one: Place, other: Place): number => one.createdAt - other.createdAt || byId(one, other)

const longestDue = (one: Posted<Place>, other: Posted<Place>): number =>
  (one.dueAt ?? 0) - (other.dueAt ?? 0) || byId(one.item, other.item)

const byId = (one: Place, other: Place): number => Number(one.id > other.id) - Number(one.id < other.id)
