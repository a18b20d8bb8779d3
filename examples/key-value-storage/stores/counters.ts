import type { Session } from '@keepsake/adapters/storage/kit'
import {
  openAt,
  sourcesKept,
  type AttemptStore,
  type Backoff,
  type Instant,
  type KnownSources,
  type Reservation,
  type SingleUseStore,
} from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { PoolDocument } from '../pool-document.ts'
import { keyOf } from './records.ts'

export const singleUseIn = (session: Session<PoolDocument>): SingleUseStore => ({
  spend: (kind, key, now, until) =>
    session.write(({ spent }) => {
      for (const [text, end] of spent) if (end < now) spent.delete(text)
      if (spent.has(keyOf(kind, key))) return ok('spent-before')
      spent.set(keyOf(kind, key), until)
      return ok('first')
    }),
})

export const attemptsIn = (session: Session<PoolDocument>): AttemptStore => ({
  reserve: (kind, key, backoff, now) =>
    session.write(({ attempts }) => {
      for (const [text, { forgetAt }] of attempts) if (forgetAt <= now) attempts.delete(text)
      return ok(reserve(attempts, keyOf(kind, key), backoff, now))
    }),
  clear: (kind, key) =>
    session.write(({ attempts }) => {
      attempts.delete(keyOf(kind, key))
      return ok()
    }),
})

const reserve = (
  attempts: PoolDocument['attempts'],
  text: string,
  backoff: Backoff,
  now: Instant,
): Reservation => {
  const { made, openAt: retryAt } = attempts.get(text) ?? { made: 0, openAt: 0 }
  if (retryAt > now) return { granted: false, retryAt }
  const forgetAt = now + backoff.forgetAfterMs
  attempts.set(text, { made: made + 1, openAt: openAt(made + 1, backoff, now), forgetAt })
  return { granted: true }
}

export const knownSourcesIn = (session: Session<PoolDocument>): KnownSources => ({
  remember: (userId, source, now, until) =>
    session.write(({ sources }) => {
      const known = (sources.get(userId) ?? []).filter((each) => each.until >= now)
      const before = known.find((each) => each.source === source)
      const added = { source, until: Math.max(until, before?.until ?? until) }
      const longestFirst = [added, ...known.filter((each) => each !== before)].toSorted(
        (one, other) => other.until - one.until,
      )
      sources.set(userId, longestFirst.slice(0, sourcesKept))
      return ok()
    }),
  isKnown: (userId, source, now) =>
    session.read(({ sources }) =>
      (sources.get(userId) ?? []).some((each) => each.source === source && each.until >= now),
    ),
})
