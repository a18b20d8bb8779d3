import type { ResultAsync } from 'neverthrow'
import type { Damaged } from '../kernel/damaged.ts'
import type { Unavailable } from '../kernel/failure.ts'
import type { Instant } from '../kernel/system.ts'
import type { Sealed } from '../secret/secret-box.ts'
import type { UserId } from '../user/user-id.ts'
import type { SecondFactor } from './second-factor.ts'

/** What a user has from now on, and what it replaces. */
export type SecondFactorWrite = {
  /**
   * The ids of the authenticators and recovery codes that the user has until now, in any order; empty if the user has
   * nothing.
   */
  readonly from: readonly string[]
  /** Without authenticators it is nothing at all: the user then has no second factor. */
  readonly to: SecondFactor
}

/** Some of the users have something else than their change starts from; these users are named. Nothing was written. */
export type SecondFactorsOvertaken = {
  readonly kind: 'second-factors-overtaken'
  readonly userIds: readonly UserId[]
}

/** A user who has an authenticator of this fingerprint. */
export type FingerprintOwner = { readonly fingerprint: string; readonly userId: UserId }

/** The second factor of a user of which a part cannot be read. None of it is shown. */
export type DamagedSecondFactor = Pick<SecondFactor, 'userId'> & Damaged

/**
 * Port: the authenticators and recovery codes of one pool's users. Only users that exist have any. If a part of a
 * user's second factor cannot be read, a call that asks for it is answered `Unavailable`, which names the record in
 * `damaged`. A list has it at its place.
 */
export type SecondFactorStore = {
  /**
   * Makes all changes, or none. Of any number of calls at the same time that change the same thing, one succeeds: the
   * place of an authenticator in its list is unique in the store. A user who does not exist, or no longer exists, is
   * overtaken.
   *
   * The last step that a written authenticator has is used up for its secret from then on. A written recovery code with
   * a time of use is used up from then on, by its fingerprint. A recovery code without a time of use that was used
   * before is written as used, at the remembered time.
   */
  readonly writeAll: (
    changes: readonly SecondFactorWrite[],
  ) => ResultAsync<void, SecondFactorsOvertaken | Unavailable>
  /** The second factors of those of the users who have an authenticator, in no particular order. */
  readonly findByUserIds: (ids: readonly UserId[]) => ResultAsync<readonly SecondFactor[], Unavailable>
  /** The users who have an authenticator with one of the fingerprints, in no particular order. */
  readonly findOwners: (
    fingerprints: readonly string[],
  ) => ResultAsync<readonly FingerprintOwner[], Unavailable>
  /**
   * Every set of the pool, or of one tenant's users, up to `limit` at a time, in the store's own order of user ids:
   * those after this user id, or the first ones.
   */
  readonly list: (
    after: UserId | undefined,
    limit: number,
    tenantId?: string,
  ) => ResultAsync<readonly (SecondFactor | DamagedSecondFactor)[], Unavailable>
  /**
   * Uses up a time step of a user's authenticator, and every earlier step with it, by one conditional write: of any
   * number of calls for one step, one answers `accepted`. The first accepted step proves the authenticator. An
   * authenticator that was replaced or removed meanwhile accepts nothing. `isFreshStep` says which steps are later than
   * the last one.
   *
   * What is used up is time of the user's *secret*, by its fingerprint: no other authenticator of the user with this
   * secret accepts it, neither a present nor a later one, whatever its parameters (`lastStepBefore`). The store may
   * forget it `usedKeptMs` after its end.
   */
  readonly acceptStep: (
    userId: UserId,
    authenticatorId: string,
    step: number,
    at: Instant,
  ) => ResultAsync<'accepted' | 'used-before', Unavailable>
  /**
   * Uses up a user's recovery code by one conditional write: of any number of calls, one answers `accepted`. A code
   * that was replaced or removed meanwhile is no longer accepted. What is used up is the code, by its fingerprint. A
   * code whose record is the hash of another system is also used up by the given `fingerprint`. No other record of the
   * code is accepted for this user, neither a present nor a later one.
   */
  readonly useRecoveryCode: (
    userId: UserId,
    codeId: string,
    at: Instant,
    fingerprint?: string,
  ) => ResultAsync<'accepted' | 'used-before', Unavailable>
  /**
   * Replaces the secret that is sealed as `from` by the same secret, sealed anew, by one conditional write.
   * `overtaken`: the secret is sealed otherwise by now, or gone, and stays so.
   */
  readonly reseal: (
    userId: UserId,
    authenticatorId: string,
    from: Sealed,
    to: Sealed,
  ) => ResultAsync<'resealed' | 'overtaken', Unavailable>
}
