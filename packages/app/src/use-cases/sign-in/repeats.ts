import type { Instant } from '@keepsake/domain'
import { keepNewestOfGroups } from './newest-of-groups.ts'

/** A password that was not looked at, since there were too many attempts. */
export type RefusedPassword = {
  /** As `accountOf` names it. */
  readonly account: string
  /** What tells the password and its account from others. */
  readonly digest: string
  /** What the attempts that wait for the same thing have in common: an account, or a network that has tried too much. */
  readonly queue: string
  /** Whether the network it comes from still has attempts of its own at this account. */
  readonly hasShare: boolean
}

/**
 * The passwords that were refused or wrong lately, in this process. Who guesses tries another one each time; who knows
 * the password tries the same one again. So a password that comes again after a few seconds is looked at out of turn,
 * whatever others try meanwhile: from the same address, from everywhere, or from an unknown address.
 */
export type Repeats = {
  /** Notes that a password was refused, and answers whether it is its turn. */
  readonly note: (refused: RefusedPassword, now: Instant) => 'due' | 'not-yet'
  /** Notes that a password gets its turn: nobody waits for it any more. */
  readonly noteTurn: (due: Pick<RefusedPassword, 'queue' | 'digest'>) => void
  /** Notes that a password was looked at and is wrong: it is not looked at out of turn for an hour. */
  readonly noteWrong: (wrong: Pick<RefusedPassword, 'account' | 'digest'>, now: Instant) => void
  /** Forgets which passwords were wrong at an account: it has another one. */
  readonly forgetWrong: (account: string) => void
}

/** In ms: how long after it came first a password is looked at. Shorter than the patience of a person. */
export const repeatedAfterMs = 5000

/**
 * In ms: who does not come again for so long has given up. Shorter than a minute, after which a guesser who goes by
 * `retryAt` comes with the same list from the beginning.
 */
const lapsesAfterMs = 45_000

/** In ms: who has come so lately goes before those who came later. */
const comesAgainWithinMs = 10_000

const wrongForMs = 60 * 60_000

/**
 * In five seconds, as long as a password waits, 800 guesses a second do not fill one queue, nor 13,000 all of them
 * together. Some 15 MB at the most.
 */
const mostWaiting = { inGroup: 4096, inAll: 65_536 }
const mostWrong = { inGroup: 4096, inAll: 16_384 }

/** A password that waits: since when, when it came last, and how often it came. */
type Waiting = Pick<RefusedPassword, 'digest' | 'hasShare'> & {
  readonly since: Instant
  readonly last: Instant
  readonly times: number
}

export const openRepeats = (): Repeats => {
  const waiting = keepNewestOfGroups<Waiting>(mostWaiting)
  const wrong = keepNewestOfGroups<Instant>(mostWrong)
  return {
    note: ({ account, digest, queue, hasShare }, now) => {
      const wrongAt = wrong.get(account, digest)
      if (wrongAt !== undefined && Math.abs(now - wrongAt) < wrongForMs) return 'not-yet'
      const found = waiting.get(queue, digest)
      const { since, times } =
        found !== undefined && isWithin(lapsesAfterMs, found.last, now) ? found : { since: now, times: 0 }
      const own = { digest, hasShare, since, last: now, times: times + 1 }
      waiting.put(queue, digest, own)
      if (!isRipe(own, now)) return 'not-yet'
      return waiting.valuesOf(queue).some((rival) => isInFront(rival, own, now)) ? 'not-yet' : 'due'
    },
    noteTurn: ({ queue, digest }) => waiting.remove(queue, digest),
    noteWrong: ({ account, digest }, now) => wrong.put(account, digest, now),
    forgetWrong: wrong.removeGroup,
  }
}

const isWithin = (ms: number, moment: Instant, now: Instant): boolean => moment <= now && now - moment <= ms

const isRipe = ({ since }: Waiting, now: Instant): boolean => now - since >= repeatedAfterMs

/** Those whose network has attempts left go before those whose network has none, and then who came first. */
const isInFront = (rival: Waiting, own: Waiting, now: Instant): boolean =>
  rival.digest !== own.digest &&
  rival.times > 1 &&
  isRipe(rival, now) &&
  isWithin(comesAgainWithinMs, rival.last, now) &&
  (rival.hasShare === own.hasShare ? rival.since < own.since : rival.hasShare)
