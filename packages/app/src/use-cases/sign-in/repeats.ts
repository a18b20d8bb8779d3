import type { Instant } from '@keepsake/domain'

/** A password that was not looked at, since there were too many attempts. */
export type RefusedPassword = {
  /** What they have in common who wait for the same thing: an account, or a network that has tried too much. */
  readonly group: string
  /** What tells the password and its account from others. */
  readonly digest: string
  /** Whether nothing stood in its way but what others try: where it comes from, attempts are left. */
  readonly isUnused: boolean
}

/**
 * The passwords that were tried in vain lately, in this process. Who guesses tries another one each time; who knows the
 * password tries it again. So a password that comes again, after a few seconds, is looked at out of turn, whatever is
 * tried meanwhile: from the same address, from everywhere, or from nobody knows where.
 */
export type Repeats = {
  /** Takes note of a password, and answers whether it is its turn. */
  readonly note: (refused: RefusedPassword, now: Instant) => 'due' | 'not-yet'
  /** A password was looked at and is wrong: it is not looked at out of turn for an hour. */
  readonly noteWrong: (digest: string, now: Instant) => void
  /** A password may be right from now on. */
  readonly forget: (digest: string) => void
}

/** In ms: how long after it came first a password is looked at. Shorter than the patience of anybody who knows it. */
export const repeatedAfterMs = 5000

/** In ms: who has not come again for so long has given up. */
const lapsesAfterMs = 60_000

/** In ms: how lately somebody must have come to go before somebody else. */
const comesAgainWithinMs = 10_000

const wrongForMs = 60 * 60_000

/** Fifty a second for as long as a password has to wait. */
const mostOfGroup = 256
/** So that all of them together are some tens of megabytes. */
const mostGroups = 1024
const mostWrong = 16_384

/** A password that waits: since when, when it came last, and how often it came. */
type Waiting = Pick<RefusedPassword, 'isUnused'> & {
  readonly since: Instant
  readonly last: Instant
  readonly times: number
}

export const openRepeats = (): Repeats => {
  const groups = new Map<string, Map<string, Waiting>>()
  const wrong = new Map<string, Instant>()
  return {
    note: ({ group: name, digest, isUnused }, now) => {
      const wrongAt = wrong.get(digest)
      if (wrongAt !== undefined && Math.abs(now - wrongAt) < wrongForMs) return 'not-yet'
      const group = groups.get(name) ?? new Map<string, Waiting>()
      for (const [each, { last }] of group) if (!isWithin(lapsesAfterMs, last, now)) group.delete(each)
      const { since, times } = group.get(digest) ?? { since: now, times: 0 }
      const own = { isUnused, since, last: now, times: times + 1 }
      group.delete(digest)
      const isHeldUp = [...group.values()].some((rival) => isInFront(rival, own, now))
      putLast(group, digest, own, mostOfGroup)
      putLast(groups, name, group, mostGroups)
      return isRipe(own, now) && !isHeldUp ? 'due' : 'not-yet'
    },
    noteWrong: (digest, now) => putLast(wrong, digest, now, mostWrong),
    forget: (digest) => void wrong.delete(digest),
  }
}

const isWithin = (ms: number, moment: Instant, now: Instant): boolean => moment <= now && now - moment <= ms

const isRipe = ({ since }: Waiting, now: Instant): boolean => now - since >= repeatedAfterMs

/** One that waits too goes first: from where attempts are left before from where none are, and then in their order. */
const isInFront = (rival: Waiting, own: Waiting, now: Instant): boolean =>
  rival.times > 1 &&
  isRipe(rival, now) &&
  isWithin(comesAgainWithinMs, rival.last, now) &&
  (rival.isUnused === own.isUnused ? rival.since < own.since : rival.isUnused)

/** Puts a value at the end, and takes away from the beginning what is over. */
const putLast = <T>(map: Map<string, T>, key: string, value: T, most: number): void => {
  map.delete(key)
  map.set(key, value)
  for (const oldest of map.keys()) {
    if (map.size <= most) return
    map.delete(oldest)
  }
}
