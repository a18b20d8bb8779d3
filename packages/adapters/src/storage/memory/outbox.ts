import type { Instant, Notice, Outbox, OutboxSummary, PostedNotice } from '@keepsake/domain'
import { ok } from 'neverthrow'
import { oldestFirst } from '../oldest-first.ts'
import type { Session } from '../storage-over.ts'
import { add, copyOf } from './records.ts'
import type { Table, Tables } from './tables.ts'

/** The notices of a pool in memory. */
export const memoryOutbox = (session: Session<Tables>): Outbox => ({
  addAll: (notices) =>
    session.write(({ outbox }) => {
      for (const notice of notices)
        add(outbox, notice.id, copyOf({ notice, state: 'waiting', attempts: 0, dueAt: notice.createdAt }))
      return ok()
    }),
  claim: (limit, now, leaseUntil) =>
    session.write(({ outbox }) => {
      const claimed = claimable(outbox, now).slice(0, Math.max(0, limit))
      return ok(
        claimed.map((posted) => {
          const attempt = posted.attempts + 1
          outbox.put(posted.notice.id, { ...posted, dueAt: leaseUntil, attempts: attempt })
          return { notice: posted.notice, attempt }
        }),
      )
    }),
  markSent: (id, at) =>
    session.write(({ outbox }) => {
      const posted = outbox.get(id)
      if (posted !== undefined && posted.state !== 'sent')
        outbox.put(id, {
          notice: copyOf({ ...posted.notice, secret: undefined }),
          state: 'sent',
          attempts: posted.attempts,
          sentAt: at,
        })
      return ok()
    }),
  postpone: (id, attempt, dueAt, failure) =>
    session.write(({ outbox }) => {
      const posted = lastTried(outbox, id, attempt)
      if (posted !== undefined) outbox.put(id, { ...posted, dueAt, failure })
      return ok()
    }),
  bury: (id, attempt, at, failure) =>
    session.write(({ outbox }) => {
      const posted = lastTried(outbox, id, attempt)
      if (posted !== undefined)
        outbox.put(id, { notice: posted.notice, state: 'dead', attempts: attempt, diedAt: at, failure })
      return ok()
    }),
  redrive: (ids, now) =>
    session.write(({ outbox }) => {
      const dead = ofState(outbox, 'dead').filter(({ notice }) => ids === 'all' || ids.includes(notice.id))
      for (const { notice } of dead)
        outbox.put(notice.id, { notice, state: 'waiting', attempts: 0, dueAt: now })
      return ok(dead.length)
    }),
  list: ({ state, after, limit }) =>
    session.read(({ outbox }) =>
      ofState(outbox, state)
        .toSorted((one, other) => oldestFirst(one.notice, other.notice))
        .filter(({ notice }) => after === undefined || oldestFirst(after, notice) < 0)
        .slice(0, Math.max(0, limit)),
    ),
  summary: () => session.read(({ outbox }) => summary(outbox)),
  forgetSent: (before) =>
    session.write(({ outbox }) => {
      const old = ofState(outbox, 'sent').filter(({ sentAt = before }) => sentAt < before)
      for (const { notice } of old) outbox.put(notice.id, undefined)
      return ok(old.length)
    }),
})

const ofState = (outbox: Table<PostedNotice>, state: PostedNotice['state']): readonly PostedNotice[] =>
  [...outbox.entries()].map(([, posted]) => posted).filter((posted) => posted.state === state)

/** Those that are due, the one first that has been so longest, of each user and channel the first that waits. */
const claimable = (outbox: Table<PostedNotice>, now: Instant): readonly PostedNotice[] => {
  const firsts = new Map<string, PostedNotice>()
  for (const posted of ofState(outbox, 'waiting')) {
    const { userId, channel } = posted.notice
    const line = `${channel}:${userId}`
    const first = firsts.get(line)
    if (first === undefined || oldestFirst(posted.notice, first.notice) < 0) firsts.set(line, posted)
  }
  return [...firsts.values()]
    .filter(({ dueAt = now }) => dueAt <= now)
    .toSorted((one, other) => dueOf(one) - dueOf(other) || byId(one.notice, other.notice))
}

const dueOf = ({ dueAt = 0 }: PostedNotice): Instant => dueAt

const byId = (one: Notice, other: Notice): number => (one.id < other.id ? -1 : 1)

/** The notice, while it waits and nobody else has tried since. */
const lastTried = (outbox: Table<PostedNotice>, id: string, attempt: number): PostedNotice | undefined => {
  const posted = outbox.get(id)
  return posted?.state === 'waiting' && posted.attempts === attempt ? posted : undefined
}

const summary = (outbox: Table<PostedNotice>): OutboxSummary => {
  const waiting = ofState(outbox, 'waiting')
  const oldest = Math.min(...waiting.map(({ notice }) => notice.createdAt))
  return {
    waiting: waiting.length,
    sent: ofState(outbox, 'sent').length,
    dead: ofState(outbox, 'dead').length,
    ...(waiting.length > 0 && { oldestWaiting: oldest }),
  }
}
