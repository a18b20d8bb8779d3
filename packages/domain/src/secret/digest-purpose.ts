/**
 * What a digest under the pool's key is made of and for. Digests of different purposes never equal each other. A new
 * purpose is added here first.
 *
 * `attempts`: the key under which attempts are counted. `login`: a login that no user has. `tried at`: a password that
 * was tried at an account. `decoy`: an account that a decoy is chosen for. `device token`, `user list cursor`: proofs
 * that we have written a text. `sign-in ticket`: a ticket that was used. `enrolment ticket`: the secret of a token that
 * has enrolled. `otp secret`, `recovery code`, `recovery code hash`: fingerprints, which show that two secrets are the
 * same. `move key`: the key of a row in its source. `move row`, `move field`: what a source has brought, which shows that a row
 * or a field is the same as before.
 */
export type DigestPurpose =
  | 'attempts'
  | 'login'
  | 'tried at'
  | 'decoy'
  | 'device token'
  | 'user list cursor'
  | 'sign-in ticket'
  | 'enrolment ticket'
  | 'otp secret'
  | 'recovery code'
  | 'recovery code hash'
  | 'move key'
  | 'move row'
  | 'move field'

/** The text that is digested for a purpose. */
export const digestedText = (purpose: DigestPurpose, text: string): string => `${purpose} ${text}`
