import type { Instant } from '@keepsake/domain'
import { comesAgain, isDueNow, isStillWrong, type WaitingPassword } from '@keepsake/domain/rules'
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

/**
 * A password waits five seconds. In this time, 800 guesses a second do not fill one queue, and 13,000 a second do not fill
 * all of them together. About 15 MB at most.
 */
const mostWaiting = { inGroup: 4096, inAll: 65_536 }
const mostWrong = { inGroup: 4096, inAll: 16_384 }

/** Makes an empty memory of passwords for one pool. */
export const openRepeats = (): Repeats => {
  const waiting = keepNewestOfGroups<WaitingPassword>(mostWaiting)
  const wrong = keepNewestOfGroups<Instant>(mostWrong)
  return {
    note: ({ account, digest, queue, hasShare }, now) => {
      const wrongAt = wrong.get(account, digest)
      if (wrongAt !== undefined && isStillWrong(wrongAt, now)) return 'not-yet'
      const own = comesAgain(waiting.get(queue, digest), { digest, hasShare }, now)
      waiting.put(queue, digest, own)
      return isDueNow(own, waiting.valuesOf(queue), now) ? 'due' : 'not-yet'
    },
    noteTurn: ({ queue, digest }) => waiting.remove(queue, digest),
    noteWrong: ({ account, digest }, now) => wrong.put(account, digest, now),
    forgetWrong: wrong.removeGroup,
  }
}
