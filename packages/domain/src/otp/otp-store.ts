import type { ResultAsync } from 'neverthrow'
import type { Damaged } from '../kernel/damaged.ts'
import type { Unavailable } from '../kernel/failure.ts'
import type { Instant } from '../kernel/sources.ts'
import type { Sealed } from '../secret/secret-box.ts'
import type { UserId } from '../user/user-id.ts'
import type { OtpSet } from './otp-set.ts'

/** What a user has from now on, and what it takes the place of. */
export type OtpChange = {
  /** The ids of the authenticators and recovery codes that the user has until now, in any order; none for who has nothing. */
  readonly from: readonly string[]
  /** Without authenticators it is nothing at all: the user has no second factor then. */
  readonly to: OtpSet
}

/** Some of the users have something else than their change is from; those are named. Nothing was written. */
export type OtpsOvertaken = { readonly kind: 'otps-overtaken'; readonly userIds: readonly UserId[] }

/** A user who has an authenticator of this fingerprint. */
export type OtpHolder = { readonly fingerprint: string; readonly userId: UserId }

/** What a user has, of which a part cannot be read: none of it is told. */
export type DamagedOtpSet = Pick<OtpSet, 'userId'> & Damaged

/**
 * Port: the authenticators and recovery codes of one pool's users. Only users that exist have any. Whoever asks for those of
 * a user of which a part cannot be read is answered `Unavailable` with its name in `damaged`; a list has it at its place.
 */
export type OtpStore = {
  /**
   * Makes all changes, or none. Of any number of calls at one moment that change the same, one succeeds: the place that
   * an authenticator has in its list is unique in the store. A user who does not exist, or not any more, is overtaken. What
   * an authenticator says of its last step is used of its secret from then on. So is a recovery code, by its fingerprint, that
   * says when it was used; one that says nothing, and was used all the same, is written as used, at the moment that is
   * remembered.
   */
  readonly writeAll: (changes: readonly OtpChange[]) => ResultAsync<void, OtpsOvertaken | Unavailable>
  /** What those of the users have who have an authenticator, in no particular order. */
  readonly findByUserIds: (ids: readonly UserId[]) => ResultAsync<readonly OtpSet[], Unavailable>
  /** Whoever has an authenticator of one of the fingerprints, in no particular order. */
  readonly findHolders: (fingerprints: readonly string[]) => ResultAsync<readonly OtpHolder[], Unavailable>
  /**
   * Every set of the pool, or of one tenant's users, up to `limit` at a time, in the store's own order of user ids: those
   * that come after this one, or the first ones.
   */
  readonly list: (
    after: UserId | undefined,
    limit: number,
    tenantId?: string,
  ) => ResultAsync<readonly (OtpSet | DamagedOtpSet)[], Unavailable>
  /**
   * Uses up a time step of a user's authenticator, and every earlier one with it, by one conditional write: of any number
   * of calls for one step, one answers `accepted`. The first one that does proves the authenticator. One that was
   * replaced or removed meanwhile accepts nothing. Which steps are later than the last one is what `isFreshStep` says.
   *
   * What is used is time of the user's *secret*, by its fingerprint: no other authenticator of the user with this secret
   * accepts it, neither one that is there nor one that comes later, whatever its parameters (`lastStepBefore`). It may
   * be forgotten `usedKeptMs` after its end.
   */
  readonly acceptStep: (
    userId: UserId,
    enrolmentId: string,
    step: number,
    at: Instant,
  ) => ResultAsync<'accepted' | 'used-before', Unavailable>
  /**
   * Uses up a user's recovery code by one conditional write: of any number of calls, one answers `accepted`. One that was
   * replaced or removed meanwhile is accepted no more. What is used is the code, by its fingerprint, and by the one that is
   * given for a code whose record is the hash of another system: no other record of it is accepted for this user,
   * neither one that is there nor one that comes later.
   */
  readonly useRecoveryCode: (
    userId: UserId,
    codeId: string,
    at: Instant,
    fingerprint?: string,
  ) => ResultAsync<'accepted' | 'used-before', Unavailable>
  /**
   * Puts the same secret, sealed anew, in the place of the one that is sealed as `from`, by one conditional write.
   * `overtaken`: it is sealed otherwise by now, or gone, and stays so.
   */
  readonly reseal: (
    userId: UserId,
    enrolmentId: string,
    from: Sealed,
    to: Sealed,
  ) => ResultAsync<'resealed' | 'overtaken', Unavailable>
}
