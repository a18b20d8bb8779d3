import type { PasswordPolicy } from './password-policy.ts'

/** What an operator decides about the passwords of one pool. */
export type PasswordSettings = {
  readonly policy: PasswordPolicy
  /**
   * What becomes of a password in clear that a new user brings and the policy would not take: the row is refused, the
   * user moves in with it, or moves in and must change it at the first sign-in.
   */
  readonly imported: 'enforce' | 'accept' | 'accept_and_require_change'
  /**
   * What becomes of a kept hash that is too fast to guard a password: it stays until its owner signs in, rests inside a
   * slow hash of ours until then, or its row is refused.
   */
  readonly weakHashes: 'keep' | 'wrap' | 'refuse'
  /**
   * What becomes of a new password in clear that is the hash of one by its looks: it is refused, since it was to be kept, or it
   * is a password like any other. `refuse` where absent.
   */
  readonly looksHashed?: 'refuse' | 'accept'
  /** What a sign-in comes to with a right password that the policy would not take. */
  readonly weakAtSignIn: 'accept' | 'require_change'
  /** Whether an administrator may choose a user's password; otherwise one is generated, or the user chooses by a link. */
  readonly chosenByAdministrators: boolean
  /** Names that an attacker of any user would try: the pool's, its apps', the company's. */
  readonly knownNames: readonly string[]
}
