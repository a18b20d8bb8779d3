import type { Happening, PasswordChanger } from '../event/domain-event.ts'
import type { Instant } from '../kernel/system.ts'
import type { UserId } from '../user/user-id.ts'
import type { Credential, PasswordHash } from './credential.ts'
import type { CredentialOrigin } from './credential-origin.ts'
import type { PasswordPolicy } from './password-policy.ts'

/** What a new credential consists of. The origin is `here` if absent, and the time is now. */
export type NextCredential = {
  readonly userId: UserId
  readonly hash: PasswordHash
  readonly mustChange: boolean
  readonly origin?: CredentialOrigin
  readonly setAt?: Instant | undefined
}

/**
 * The credential that replaces a user's present one, which becomes one of the remembered ones. It is set strictly later
 * than the present one. A ticket names a password by this time, so that the ticket may change this password and no
 * other.
 */
export const nextCredential = (
  present: Credential | undefined,
  { origin = { kind: 'here' }, setAt: given, ...next }: NextCredential,
  now: Instant,
  policy: Pick<PasswordPolicy, 'history'>,
): Credential => ({
  ...next,
  setAt: Math.max(given ?? now, present === undefined ? 0 : present.setAt + 1),
  // One fewer than the policy remembers, because the new password will be the first of them.
  former: present === undefined ? [] : lastHashes(present, { history: Math.max(0, policy.history - 1) }),
  origin,
})

/** A user's password from now on, and what services are told about the change. */
export type PasswordChange = {
  readonly next: Credential
  readonly event: Extract<Happening, { readonly type: 'password.changed' }>
}

/** Makes the change from a user's present password to a new one. */
export const changeCredential = (
  present: Credential | undefined,
  { by, ...next }: NextCredential & { readonly by: PasswordChanger },
  now: Instant,
  policy: Pick<PasswordPolicy, 'history'>,
): PasswordChange => ({
  next: nextCredential(present, next, now, policy),
  event: { type: 'password.changed', userId: next.userId, by },
})

/** The hashes that a new password must not match: the present one and the earlier ones, as many as the policy says. */
export const lastHashes = (
  { hash, former }: Credential,
  { history }: Pick<PasswordPolicy, 'history'>,
): readonly PasswordHash[] => [hash, ...former].slice(0, history)
