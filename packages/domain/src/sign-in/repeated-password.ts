import type { Instant } from '../kernel/system.ts'
import type { AttemptKind } from './attempt-store.ts'
import type { PasswordAttempt, Refusal } from './password-attempt.ts'

/** A password that was refused without a check, and waits until it comes again. */
export type WaitingPassword = {
  /** Distinguishes this password and account from others. */
  readonly digest: string
  /** Whether its network still has own attempts left at this account. */
  readonly hasShare: boolean
  /** When it came first. */
  readonly since: Instant
  /** When it came last. */
  readonly last: Instant
  /** How often it came. */
  readonly times: number
}

/** In ms: how long after the first attempt a password is checked. Shorter than the patience of a person. */
export const repeatedAfterMs = 5000

/**
 * In ms: a caller who does not repeat the password within this time has given up. It is shorter than a minute, because
 * after a minute a guesser who follows `retryAt` starts the same list again.
 */
const lapsesAfterMs = 45_000

/** In ms: a password that was repeated within this time goes before later ones. */
const comesAgainWithinMs = 10_000

/** In ms: how long a password that was wrong is not checked out of turn. */
const wrongForMs = 60 * 60_000

/** When a refused attempt may be made again: with the same password, or with another one. */
export type Refused = { readonly retryAt: Instant; readonly otherPasswordAt: Instant }

/** What a refused caller is told. It is the same for every password, so no caller learns which one another caller tries. */
export const refusedAt = ({ retryAt }: Refusal, now: Instant): Refused => ({
  retryAt: Math.min(retryAt, now + repeatedAfterMs),
  otherPasswordAt: retryAt,
})

/**
 * Where a refused password waits. Passwords that wait for the same thing share a queue: those of an account, or of a
 * network that has tried too much.
 */
export const queueOf = (
  { account, network }: Pick<PasswordAttempt, 'account' | 'network'>,
  refusedBy: AttemptKind,
): { readonly queue: string; readonly hasShare: boolean } => ({
  queue: refusedBy === 'password-of-network' ? `network ${network}` : account,
  hasShare: refusedBy === 'password-of-strangers',
})

/** A password that comes now. `before` is what waits of it already. If that has lapsed, the wait begins anew. */
export const comesAgain = (
  before: WaitingPassword | undefined,
  password: Pick<WaitingPassword, 'digest' | 'hasShare'>,
  now: Instant,
): WaitingPassword => {
  const { since, times } =
    before !== undefined && isWithin(lapsesAfterMs, before.last, now) ? before : { since: now, times: 0 }
  return { ...password, since, last: now, times: times + 1 }
}

/** Whether a password that comes now is checked out of turn. `all` are those of its queue, and may include itself. */
export const isDueNow = (own: WaitingPassword, all: readonly WaitingPassword[], now: Instant): boolean =>
  isRipe(own, now) && !all.some((rival) => isInFront(rival, own, now))

/** Whether a password that was wrong at this time is still not checked out of turn. A time far ahead counts for nothing. */
export const isStillWrong = (wrongAt: Instant, now: Instant): boolean => Math.abs(now - wrongAt) < wrongForMs

const isWithin = (ms: number, moment: Instant, now: Instant): boolean => moment <= now && now - moment <= ms

const isRipe = ({ since }: WaitingPassword, now: Instant): boolean => now - since >= repeatedAfterMs

/** Passwords whose network has attempts left go before the others. Among equals, the first one goes first. */
const isInFront = (rival: WaitingPassword, own: WaitingPassword, now: Instant): boolean =>
  rival.digest !== own.digest &&
  rival.times > 1 &&
  isRipe(rival, now) &&
  isWithin(comesAgainWithinMs, rival.last, now) &&
  (rival.hasShare === own.hasShare ? rival.since < own.since : rival.hasShare)
