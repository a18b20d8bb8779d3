import { openAt, type AttemptStore, type Backoff, type Instant, type Reservation } from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { Session } from '../storage-over.ts'
import { clearAway } from './clear-away.ts'
import type { Attempts, Table, Tables } from './tables.ts'

/** The attempts in a pool in memory. */
export const memoryAttempts = (session: Session<Tables>): AttemptStore => ({
  reserve: (kind, key, backoff, now) =>
    session.write(({ attempts }) => {
      clearAway(attempts, ({ forgetAt }) => forgetAt <= now)
      return ok(reserve(attempts, textOf(kind, key), backoff, now))
    }),
  clear: (kind, key) =>
    session.write(({ attempts }) => {
      attempts.put(textOf(kind, key), undefined)
      return ok()
    }),
})

const textOf = (kind: string, key: string): string => `${kind}:${key}`

const reserve = (attempts: Table<Attempts>, text: string, backoff: Backoff, now: Instant): Reservation => {
  const found = attempts.get(text)
  if (found !== undefined && found.openAt > now) return { granted: false, retryAt: found.openAt }
  const made = found === undefined || found.forgetAt <= now ? 1 : found.made + 1
  const forgetAt = now + backoff.forgetAfterMs
  attempts.put(text, { made, openAt: openAt(made, backoff, now), forgetAt })
  return { granted: true }
}
