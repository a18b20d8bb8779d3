import type { PasswordPolicy } from './password-policy.ts'

/** What an operator decides about the passwords of one pool. */
export type PasswordSettings = {
  readonly policy: PasswordPolicy
  /**
   * What happens to a new user's password in clear that the policy would refuse: the row is refused, the user is
   * imported with it, or the user is imported with it and must change it at the first sign-in.
   */
  readonly imported: 'enforce' | 'accept' | 'accept_and_require_change'
  /**
   * What happens to an imported hash that is too fast to protect a password: it stays until its owner signs in, it is
   * wrapped in a slow hash of ours until then, or its row is refused.
   */
  readonly weakHashes: 'keep' | 'wrap' | 'refuse'
  /**
   * What happens to a new password in clear that looks like the hash of a password: it is refused, because it was
   * probably meant to be kept as a hash, or it is taken as a password like any other. `refuse` if absent.
   */
  readonly looksHashed?: 'refuse' | 'accept'
  /** What a sign-in answers if the password is right but the policy would refuse it. */
  readonly weakAtSignIn: 'accept' | 'require_change'
  /**
   * Whether an administrator may choose a user's password. If not, one is generated, or the user chooses one through a
   * link.
   */
  readonly chosenByAdministrators: boolean
  /** Names that an attacker of any user would try: those of the pool, its apps and the company. */
  readonly knownNames: readonly string[]
}
