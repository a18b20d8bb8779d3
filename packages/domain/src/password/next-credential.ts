import type { Happening, PasswordChanger } from '../event/domain-event.ts'
import type { Instant } from '../kernel/system.ts'
import type { UserId } from '../user/user-id.ts'
import type { Credential, PasswordHash } from './credential.ts'
import type { PasswordPolicy } from './password-policy.ts'

/**
 * The credential that replaces a user's present one, which becomes one of the remembered ones. It is set strictly later
 * than the present one. A ticket names a password by this time, so that the ticket may change this password and no
 * other.
 */
export const nextCredential = (
  present: Credential | undefined,
  next: { readonly userId: UserId; readonly hash: PasswordHash; readonly mustChange: boolean },
  now: Instant,
  policy: Pick<PasswordPolicy, 'history'>,
): Credential => ({
  ...next,
  setAt: present === undefined ? now : Math.max(now, present.setAt + 1),
  // One fewer than the policy remembers, because the new password will be the first of them.
  former: present === undefined ? [] : lastHashes(present, { history: Math.max(0, policy.history - 1) }),
})

/** A user's password from now on, and what services are told about the change. */
export type PasswordChange = {
  readonly next: Credential
  readonly event: Extract<Happening, { readonly type: 'password.changed' }>
}

/** Makes the change from a user's present password to a new one. */
export const changeCredential = (
  present: Credential | undefined,
  { by, ...next }: Parameters<typeof nextCredential>[1] & { readonly by: PasswordChanger },
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
