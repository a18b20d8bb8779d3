import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import type { Instant } from '../kernel/sources.ts'
import type { UserId } from '../user/user-id.ts'
import type { OtpEnrolment } from './otp-enrolment.ts'

/** Some of the users have an enrolment already; those are named. Nothing was written. */
export type AlreadyEnrolled = { readonly kind: 'already-enrolled'; readonly userIds: readonly UserId[] }

/** Port: the authenticators of one pool's users, at most one a user. Only users that exist have one. */
export type OtpStore = {
  /** Adds all enrolments, or none. The store's unique index is the judge of who has one already. */
  readonly insertAll: (
    enrolments: readonly OtpEnrolment[],
  ) => ResultAsync<void, AlreadyEnrolled | Unavailable>
  /** Puts each enrolment in the place of whatever its user has; all of them, or none. */
  readonly replaceAll: (enrolments: readonly OtpEnrolment[]) => ResultAsync<void, Unavailable>
  /** The enrolments of those users that have one, in no particular order. */
  readonly findByUserIds: (ids: readonly UserId[]) => ResultAsync<readonly OtpEnrolment[], Unavailable>
  /**
   * Uses up a time step, and every earlier one with it, by one conditional write: of any number of calls for one step,
   * one answers `accepted`. An enrolment that was replaced or removed meanwhile accepts nothing.
   */
  readonly acceptStep: (
    enrolmentId: string,
    step: number,
  ) => ResultAsync<'accepted' | 'used-before', Unavailable>
  /** Uses up the recovery code of an enrolment by one conditional write: of any number of calls, one answers `accepted`. */
  readonly useRecoveryCode: (
    enrolmentId: string,
    at: Instant,
  ) => ResultAsync<'accepted' | 'used-before', Unavailable>
}
