import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import type { Instant } from '../kernel/sources.ts'
import type { Allowance, Backoff } from './backoff.ts'

/**
 * What is attempted. Kinds never meet: wrong passwords leave the codes of the same account untouched, and the other way
 * round. `password` is meant for a key of account and source, `password-of-device` for one of account and device,
 * `password-of-strangers`, `password-repeated` and `password-repeated-of-strangers` for one of the account alone,
 * `password-of-network` and `password-repeated-of-network` for one of the source alone.
 */
export type AttemptKind =
  | 'password'
  | 'password-of-strangers'
  | 'password-of-network'
  | 'password-of-device'
  | 'password-repeated'
  | 'password-repeated-of-strangers'
  | 'password-repeated-of-network'
  | 'otp'
  | 'recovery-code'
  | 'password-reset'

/** Whether an attempt may be made now; where not, from when on the next one may. */
export type Reservation = { readonly granted: true } | { readonly granted: false; readonly retryAt: Instant }

/**
 * Port: counts the attempts in a row that are made on a key, for everybody who shares the store. A key is any text of at
 * most 512 characters, compared byte by byte.
 */
export type AttemptStore = {
  /**
   * Counts an attempt before it is made, by one conditional write: of any number of calls at one moment, no more are
   * granted than the limit allows. A refused one changes nothing: neither does it count, nor is the wait longer for
   * it. The next attempt opens at `openAt`; at `forgetAfterMs` after the last one the row begins anew. Both moments are
   * set when an attempt is granted, by the limit that is given then. All of it is what `countAttempt` says, a wait that a
   * clock has set which ran ahead included.
   *
   * Ask outside of `atomically`: there, the count would be undone with the attempt that failed.
   */
  readonly reserve: (
    kind: AttemptKind,
    key: string,
    limit: Backoff | Allowance,
    now: Instant,
  ) => ResultAsync<Reservation, Unavailable>
  /**
   * Gives back so many attempts that were drawn from an allowance, by one conditional write, as `giveBack` says. Of more
   * than were drawn, those that were.
   */
  readonly giveBack: (
    kind: AttemptKind,
    key: string,
    attempts: number,
    allowance: Allowance,
    now: Instant,
  ) => ResultAsync<void, Unavailable>
  /**
   * Forgets the attempts on a key, as after a right one. Answers how many there were in a row; of several calls at one
   * moment one is told of them.
   */
  readonly clear: (kind: AttemptKind, key: string) => ResultAsync<number, Unavailable>
}
