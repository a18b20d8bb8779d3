import {
  countAttempt,
  type AttemptStore,
  type Backoff,
  type Instant,
  type Reservation,
} from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { Horizon } from '../horizon.ts'
import type { Session } from '../storage-over.ts'
import { clearAway } from './clear-away.ts'
import type { Tables } from './tables.ts'

/** The attempts in a pool in memory. */
export const memoryAttempts = (session: Session<Tables>, horizon: Horizon): AttemptStore => ({
  reserve: (kind, key, backoff, now) =>
    session.write(({ attempts }) => {
      const clearUpTo = horizon(now)
      clearAway(attempts, ({ forgetAt }) => forgetAt <= clearUpTo)
      return ok(reserve(attempts, textOf(kind, key), backoff, now))
    }),
  clear: (kind, key) =>
    session.write(({ attempts }) => {
      attempts.put(textOf(kind, key), undefined)
      return ok()
    }),
})

const textOf = (kind: string, key: string): string => `${kind}:${key}`

const reserve = (attempts: Tables['attempts'], text: string, backoff: Backoff, now: Instant): Reservation => {
  const counted = countAttempt(attempts.get(text), backoff, now)
  if (!counted.granted) return counted
  attempts.put(text, counted.row)
  return { granted: true }
}
