import type { Instant, Outbox } from '@keepsake/domain'
import { ok } from 'neverthrow'
import { oldestFirst } from '../oldest-first.ts'
import type { Session } from '../storage-over.ts'
import { add, copyOf } from './records.ts'
import type { Posted, Tables } from './tables.ts'

/** The notices of a pool in memory. */
export const memoryOutbox = (session: Session<Tables>): Outbox => ({
  addAll: (notices) =>
    session.write(({ outbox }) => {
      for (const notice of notices) add(outbox, notice.id, { notice: copyOf(notice), leaseUntil: -Infinity })
      return ok()
    }),
  claim: (limit, now, leaseUntil) =>
    session.write(({ outbox }) => {
      const waiting = [...outbox.entries()].map(([, posted]) => posted).filter((each) => isWaiting(each, now))
      const claimed = waiting
        .map((each) => each.notice)
        .toSorted(oldestFirst)
        .slice(0, Math.max(0, limit))
      for (const notice of claimed) outbox.put(notice.id, { notice, leaseUntil })
      return ok(claimed)
    }),
  markSent: (id, at) =>
    session.write(({ outbox }) => {
      const posted = outbox.get(id)
      if (posted !== undefined)
        outbox.put(id, { ...posted, notice: copyOf({ ...posted.notice, secret: undefined }), sentAt: at })
      return ok()
    }),
})

const isWaiting = (posted: Posted, now: Instant): boolean =>
  posted.sentAt === undefined && posted.leaseUntil <= now
