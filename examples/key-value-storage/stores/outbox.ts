import type { Session } from '@keepsake/adapters/storage/kit'
import type { Notice, Outbox } from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { PoolDocument } from '../pool-document.ts'
import { add } from './records.ts'

export const outboxIn = (session: Session<PoolDocument>): Outbox => ({
  addAll: (notices) =>
    session.write(({ outbox }) => {
      for (const notice of notices) add(outbox, notice.id, { notice, dueAt: notice.createdAt })
      return ok()
    }),
  claim: (limit, now, leaseUntil) =>
    session.write(({ outbox }) => {
      const claimed = [...outbox.values()]
        .filter(({ dueAt = Infinity }) => dueAt <= now)
        .toSorted((one, other) => (one.dueAt ?? 0) - (other.dueAt ?? 0) || byId(one.notice, other.notice))
        .slice(0, Math.max(0, limit))
        .map(({ notice }) => notice)
      for (const notice of claimed) outbox.set(notice.id, { notice, dueAt: leaseUntil })
      return ok(claimed.toSorted((one, other) => one.createdAt - other.createdAt || byId(one, other)))
    }),
  markSent: (id) =>
    session.write(({ outbox }) => {
      const { secret: _, ...sent } = outbox.get(id)?.notice ?? {}
      if (outbox.has(id)) outbox.set(id, { notice: sent as Notice })
      return ok()
    }),
})

/** Ids are made in order. */
const byId = (one: Notice, other: Notice): number => (one.id < other.id ? -1 : 1)
