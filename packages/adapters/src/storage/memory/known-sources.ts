import { sourcesKept, type KnownSources } from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { Session } from '../storage-over.ts'
import { clearAway } from './clear-away.ts'
import type { KnownSource, Tables } from './tables.ts'

/** The sources that a pool's users have signed in from, in memory. */
export const memoryKnownSources = (session: Session<Tables>): KnownSources => ({
  remember: (userId, source, now, until) =>
    session.write(({ knownSources }) => {
      clearAway(knownSources, (sources) => sources.every((each) => each.until < now))
      knownSources.put(userId, withSource(knownSources.get(userId) ?? [], { source, until }))
      return ok()
    }),
  isKnown: (userId, source, now) =>
    session.read(({ knownSources }) =>
      (knownSources.get(userId) ?? []).some((each) => each.source === source && each.until >= now),
    ),
})

/** The last to expire first. Of those that expire at one moment, the one that is added goes last. */
const withSource = (sources: readonly KnownSource[], added: KnownSource): readonly KnownSource[] => {
  const until = Math.max(added.until, ...sources.filter(isOf(added)).map((each) => each.until))
  const others = sources.filter((each) => !isOf(added)(each))
  return [{ ...added, until }, ...others]
    .toSorted((one, other) => other.until - one.until)
    .slice(0, sourcesKept)
}

const isOf =
  ({ source }: KnownSource) =>
  (each: KnownSource): boolean =>
    each.source === source
