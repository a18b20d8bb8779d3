import { isRemembered, rememberedUntil, sourcesKept, type Instant, type KnownSources } from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { Horizon } from '../horizon.ts'
import type { Session } from '../storage-over.ts'
import { clearAway } from './clear-away.ts'
import type { KnownSource, Tables } from './tables.ts'

/** The sources that a pool's users have signed in from, in memory. */
export const memoryKnownSources = (session: Session<Tables>, horizon: Horizon): KnownSources => ({
  remember: (userId, source, now, until) =>
    session.write(({ knownSources }) => {
      const clearUpTo = horizon(now)
      clearAway(knownSources, (sources) => sources.every((each) => each.until < clearUpTo))
      knownSources.put(userId, withSource(knownSources.get(userId) ?? [], { source, until }, now))
      return ok()
    }),
  isKnown: (userId, source, now) =>
    session.read(({ knownSources }) =>
      (knownSources.get(userId) ?? []).some(
        (each) => each.source === source && isRemembered(each.until, now),
      ),
    ),
})

/**
 * The last to expire comes first. If several expire at the same time, the added source is the last one to be removed.
 */
const withSource = (
  sources: readonly KnownSource[],
  added: KnownSource,
  now: Instant,
): readonly KnownSource[] => {
  const until = rememberedUntil(sources.find(isOf(added))?.until, added.until, now)
  const others = sources.filter((each) => !isOf(added)(each))
  return [{ ...added, until }, ...others]
    .toSorted((one, other) => other.until - one.until)
    .slice(0, sourcesKept)
}

const isOf =
  ({ source }: KnownSource) =>
  (each: KnownSource): boolean =>
    each.source === source
