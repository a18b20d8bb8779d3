import type { Instant } from '@keepsake/domain'
import { keepNewestOfGroups } from './newest-of-groups.ts'

/** A password that was not checked, because there were too many attempts. */
export type RefusedPassword = {
  /** The value of `accountOf`. */
  readonly account: string
  /** Distinguishes this password and account from others. */
  readonly digest: string
  /** What the attempts that wait for the same thing share: an account, or a network that has tried too much. */
  readonly queue: string
  /** Whether its network still has own attempts left at this account. */
  readonly hasShare: boolean
}

/**
 * Remembers the passwords that were recently refused or wrong, in this process. A guesser tries another password each time.
 * A user who knows the password tries the same one again. So a password that is sent again after a few seconds is checked
 * out of turn, whatever others try meanwhile: from the same address, from everywhere, or from an unknown address.
 */
export type Repeats = {
  /** Remembers that a password was refused, and answers whether it is its turn. */
  readonly note: (refused: RefusedPassword, now: Instant) => 'due' | 'not-yet'
  /** Remembers that a password gets its turn, so it no longer waits. */
  readonly noteTurn: (due: Pick<RefusedPassword, 'queue' | 'digest'>) => void
  /** Remembers that a password was checked and is wrong. It is not checked out of turn for an hour. */
  readonly noteWrong: (wrong: Pick<RefusedPassword, 'account' | 'digest'>, now: Instant) => void
  /** Forgets the wrong passwords of an account, because it has a new password. */
  readonly forgetWrong: (account: string) => void
}

/** In ms: how long after the first attempt a password is checked. Shorter than the patience of a person. */
export const repeatedAfterMs = 5000

/**
 * In ms: a caller who does not repeat the password within this time has given up. It is shorter than a minute, because after
 * a minute a guesser who follows `retryAt` starts the same list again.
 */
const lapsesAfterMs = 45_000

/** In ms: a password that was repeated within this time goes before later ones. */
const comesAgainWithinMs = 10_000

const wrongForMs = 60 * 60_000

/**
 * A password waits five seconds. In this time, 800 guesses a second do not fill one queue, and 13,000 a second do not fill
 * all of them together. About 15 MB at most.
 */
const mostWaiting = { inGroup: 4096, inAll: 65_536 }
const mostWrong = { inGroup: 4096, inAll: 16_384 }

/** A waiting password: when it came first, when it came last, and how often it came. */
type Waiting = Pick<RefusedPassword, 'digest' | 'hasShare'> & {
  readonly since: Instant
  readonly last: Instant
  readonly times: number
}

/** Makes an empty memory of passwords for one pool. */
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

/** Passwords whose network has attempts left go before the others. Among equals, the first one goes first. */
const isInFront = (rival: Waiting, own: Waiting, now: Instant): boolean =>
  rival.digest !== own.digest &&
  rival.times > 1 &&
  isRipe(rival, now) &&
  isWithin(comesAgainWithinMs, rival.last, now) &&
  (rival.hasShare === own.hasShare ? rival.since < own.since : rival.hasShare)
