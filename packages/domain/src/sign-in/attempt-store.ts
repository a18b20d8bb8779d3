import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import type { Instant } from '../kernel/system.ts'
import type { Allowance, Backoff } from './backoff.ts'

/**
 * What is attempted. Kinds are counted apart: wrong passwords leave the codes of the same account untouched, and the
 * other way round. `password` is meant for a key of account and network, `password-of-device` for one of account and
 * device. `password-of-strangers`, `password-repeated` and `password-repeated-of-strangers` are for a key of the
 * account alone. `password-of-network` and `password-repeated-of-network` are for a key of the network alone.
 */
export type AttemptKind =
  | 'password'
  | 'password-of-strangers'
  | 'password-of-network'
  | 'password-of-device'
  | 'password-repeated'
  | 'password-repeated-of-strangers'
  | 'password-repeated-of-network'
  | 'authenticator-code'
  | 'recovery-code'
  | 'password-reset'

/** Whether an attempt may be made now; if not, from when on the next one may be made. */
export type Reservation = { readonly granted: true } | { readonly granted: false; readonly retryAt: Instant }

/**
 * Port: counts the attempts in a row on a key, for all processes that share the store. A key is any text of at most 512
 * characters, compared byte by byte.
 */
export type AttemptStore = {
  /**
   * Counts an attempt before it is made, by one conditional write: of any number of calls at the same time, no more are
   * granted than the limit allows. A refused attempt changes nothing: it does not count, and it does not make the wait
   * longer. The next attempt opens at `openAt`. The row begins anew at `forgetAfterMs` after the last attempt. Both
   * times are set when an attempt is granted, by the limit that is given then. `countAttempt` defines all of this,
   * including a wait that was set by a clock that ran ahead.
   *
   * With a mark, the attempt can be taken back. A mark is a text of at most 32 letters, digits, `-` and `_`, and no two
   * attempts have the same. A row keeps its newest `marksKept` marks.
   *
   * Call it outside of `atomically`: inside, the count would be undone together with the failed attempt.
   */
  readonly reserve: (
    kind: AttemptKind,
    key: string,
    limit: Backoff | Allowance,
    now: Instant,
    mark?: string,
  ) => ResultAsync<Reservation, Unavailable>
  /**
   * Takes back the attempt with this mark, by one conditional write, as `takeBack` says: for an attempt whose answer was
   * never checked. It changes nothing if the row has no such mark. So it may be called if it is not known whether the
   * attempt was counted, and an attempt is taken back once only.
   */
  readonly takeBack: (
    kind: AttemptKind,
    key: string,
    mark: string,
    limit: Backoff | Allowance,
    now: Instant,
  ) => ResultAsync<void, Unavailable>
  /**
   * Gives back this many attempts that were drawn from an allowance, by one conditional write, as `giveBack` says. If
   * the number is larger than what was drawn, it gives back all that were drawn.
   */
  readonly giveBack: (
    kind: AttemptKind,
    key: string,
    attempts: number,
    allowance: Allowance,
    now: Instant,
  ) => ResultAsync<void, Unavailable>
  /**
   * Forgets the attempts on a key, as after a right one. Answers how many there were in a row; of several calls at the
   * same time, one gets this number.
   */
  readonly clear: (kind: AttemptKind, key: string) => ResultAsync<number, Unavailable>
}
