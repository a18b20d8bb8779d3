import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import type { UserId } from '../user/user-id.ts'
import type { Credential, PasswordHash } from './credential.ts'

/** Port: the passwords of one pool's users, at most one a user. */
export type CredentialStore = {
  /** Adds the credentials of users that exist and have none yet. A second one for a user is a broken invariant, not a result. */
  readonly insertAll: (credentials: readonly Credential[]) => ResultAsync<void, Unavailable>
  /** The credentials of those users that have one, in no particular order. */
  readonly findByUserIds: (ids: readonly UserId[]) => ResultAsync<readonly Credential[], Unavailable>
  /**
   * Puts a stronger hash of the same password in the place of `from`, by one conditional write; when the password was
   * set, and whether it must be changed, stays. `overtaken`: the credential is another one by now, or gone, and stays so.
   */
  readonly upgrade: (
    id: UserId,
    from: PasswordHash,
    to: PasswordHash,
  ) => ResultAsync<'upgraded' | 'overtaken', Unavailable>
  /**
   * Puts another password in the place of the one whose hash is `from`, by one conditional write: of two changes at one
   * moment one is made. `overtaken`: the credential is another one by now, or gone, and stays so.
   */
  readonly replace: (from: PasswordHash, to: Credential) => ResultAsync<'replaced' | 'overtaken', Unavailable>
}
