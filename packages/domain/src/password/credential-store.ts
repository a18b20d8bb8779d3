import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import type { UserId } from '../user/user-id.ts'
import type { Credential, PasswordHash } from './credential.ts'

/** How many users have a hash of this format and cost, and one of these hashes. */
export type HashCount = { readonly users: number; readonly example: PasswordHash }

/** What a user's password is from now on, and the hash that it replaces; `undefined` if the user has no password yet. */
export type CredentialChange = { readonly from: PasswordHash | undefined; readonly to: Credential }

/** Some of the users have another password than their change starts from; these users are named. Nothing was written. */
export type CredentialsOvertaken = {
  readonly kind: 'credentials-overtaken'
  readonly userIds: readonly UserId[]
}

/**
 * Port: the passwords of one pool's users, at most one for each user. A call that asks for a password whose record
 * cannot be read is answered `Unavailable`, which names the record in `damaged`.
 */
export type CredentialStore = {
  /**
   * Adds the credentials of users that exist and have none yet. A second credential for a user is a broken invariant,
   * not a result.
   */
  readonly insertAll: (credentials: readonly Credential[]) => ResultAsync<void, Unavailable>
  /** The credentials of those users that have one, in no particular order. */
  readonly findByUserIds: (ids: readonly UserId[]) => ResultAsync<readonly Credential[], Unavailable>
  /**
   * Replaces the hash `from` by a stronger hash of the same password, by one conditional write. When the password was
   * set, where it comes from, and whether it must be changed, stays. `overtaken`: the credential is another one by now, or gone, and stays
   * so.
   */
  readonly upgrade: (
    id: UserId,
    from: PasswordHash,
    to: PasswordHash,
  ) => ResultAsync<'upgraded' | 'overtaken', Unavailable>
  /**
   * Replaces the password whose hash is `from` by another password, or gives one to a user who has none yet
   * (`undefined`), by one conditional write. Of two changes at the same time, one is made. `overtaken`: the credential
   * is another one by now, and stays so.
   */
  readonly replace: (
    from: PasswordHash | undefined,
    to: Credential,
  ) => ResultAsync<'replaced' | 'overtaken', Unavailable>
  /**
   * Makes all changes, or none, each like `replace`: of any number of calls at the same time that replace the same
   * password, one succeeds. A user who has a password by now, or has none any more, is overtaken too. No user is changed
   * twice by one call.
   */
  readonly replaceAll: (
    changes: readonly CredentialChange[],
  ) => ResultAsync<void, CredentialsOvertaken | Unavailable>
  /**
   * Marks the user's present password, whichever it is, as one that must be changed. A user without a password is left
   * alone.
   */
  readonly requireChange: (id: UserId) => ResultAsync<void, Unavailable>
  /** Counts the present hashes by format and cost, in no particular order: those of one tenant's users, or all. */
  readonly survey: (tenantId?: string) => ResultAsync<readonly HashCount[], Unavailable>
}
