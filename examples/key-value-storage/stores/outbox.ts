import type { Session } from '@keepsake/adapters/storage/kit'
import type { Notice, NoticeState, Outbox, PostedNotice } from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { PoolDocument } from '../pool-document.ts'
import { add, keyOf } from './records.ts'

type Posted = PoolDocument['outbox']

export const outboxIn = (session: Session<PoolDocument>): Outbox => ({
  addAll: (notices) =>
    session.write(({ outbox }) => {
      for (const notice of notices)
        add(outbox, notice.id, { notice, state: 'waiting', attempts: 0, dueAt: notice.createdAt })
      return ok()
    }),
  claim: (limit, now, leaseUntil) =>
    session.write(({ outbox }) => {
      const due = firstInLine(outbox).filter(({ dueAt = now }) => dueAt <= now)
      const claimed = due.toSorted(longestDue).slice(0, Math.max(0, limit))
      for (const { notice, attempts, ...posted } of claimed)
        outbox.set(notice.id, { ...posted, notice, attempts: attempts + 1, dueAt: leaseUntil })
      return ok(claimed.map(({ notice, attempts }) => ({ notice, attempt: attempts + 1 })))
    }),
  markSent: (id, at) =>
    session.write(({ outbox }) => {
      const posted = outbox.get(id)
      if (posted === undefined || posted.state === 'sent') return ok()
      const { secret: _, ...notice } = posted.notice
      outbox.set(id, { notice, state: 'sent', attempts: posted.attempts, sentAt: at })
      return ok()
    }),
  postpone: (id, attempt, dueAt, failure) =>
    session.write(({ outbox }) => {
      const posted = lastTried(outbox, id, attempt)
      if (posted !== undefined) outbox.set(id, { ...posted, dueAt, failure })
      return ok()
    }),
  bury: (id, attempt, at, failure) =>
    session.write(({ outbox }) => {
      const posted = lastTried(outbox, id, attempt)
      if (posted === undefined) return ok()
      outbox.set(id, { notice: posted.notice, state: 'dead', attempts: attempt, diedAt: at, failure })
      return ok()
    }),
  redrive: (ids, now) =>
    session.write(({ outbox }) => {
      const dead = ofState(outbox, 'dead').filter(({ notice }) => ids === 'all' || ids.includes(notice.id))
      for (const { notice } of dead)
        outbox.set(notice.id, { notice, state: 'waiting', attempts: 0, dueAt: now })
      return ok(dead.length)
    }),
  list: ({ state, after, limit }) =>
    session.read(({ outbox }) =>
      ofState(outbox, state)
        .filter(({ notice }) => after === undefined || byAge(notice, after) > 0)
        .slice(0, Math.max(0, limit)),
    ),
  summary: () =>
    session.read(({ outbox }) => {
      const waiting = ofState(outbox, 'waiting')
      return {
        waiting: waiting.length,
        sent: ofState(outbox, 'sent').length,
        dead: ofState(outbox, 'dead').length,
        ...(waiting[0] !== undefined && { oldestWaiting: waiting[0].notice.createdAt }),
      }
    }),
  forgetSent: (before) =>
    session.write(({ outbox }) => {
      const old = ofState(outbox, 'sent').filter(({ sentAt = before }) => sentAt < before)
      for (const { notice } of old) outbox.delete(notice.id)
      return ok(old.length)
    }),
})

/** Those of a state, in the order of their making. */
const ofState = (outbox: Posted, state: NoticeState): readonly PostedNotice[] =>
  [...outbox.values()]
    .filter((posted) => posted.state === state)
    .toSorted((one, other) => byAge(one.notice, other.notice))

/** Of what each user has waiting on a channel, the notice that was made first. */
const firstInLine = (outbox: Posted): readonly PostedNotice[] =>
  [
    ...Map.groupBy(ofState(outbox, 'waiting'), ({ notice }) => keyOf(notice.userId, notice.channel)).values(),
  ].flatMap((line) => line.slice(0, 1))

/** The notice, if it waits and nobody has tried it since. */
const lastTried = (outbox: Posted, id: string, attempt: number): PostedNotice | undefined => {
  const posted = outbox.get(id)
  return posted?.state === 'waiting' && posted.attempts === attempt ? posted : undefined
}

type Place = Pick<Notice, 'createdAt' | 'id'>

const byAge = (one: Place, other: Place): number => one.createdAt - other.createdAt || byId(one, other)

const longestDue = (one: PostedNotice, other: PostedNotice): number =>
  (one.dueAt ?? 0) - (other.dueAt ?? 0) || byId(one.notice, other.notice)

const byId = (one: Place, other: Place): number => Number(one.id > other.id) - Number(one.id < other.id)
