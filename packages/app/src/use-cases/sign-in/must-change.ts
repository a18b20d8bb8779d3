import { isExpired, ownIdentifiers, parsePlainPassword, type Credential, type User } from '@keepsake/domain'
import type { Context } from '../../context.ts'
import { findWeaknesses } from '../passwords/judge-password.ts'

/** Whether a right password is one to be changed: it says so itself, has grown too old, or the pool has become stricter. */
export const mustChange = (
  text: string,
  user: User,
  credential: Credential,
  hasSecondFactor: boolean,
  context: Context,
): boolean => {
  if (mustBeChanged(credential, context)) return true
  if (context.settings.passwords.weakAtSignIn === 'accept') return false
  const account = { identifiers: ownIdentifiers(user), hasSecondFactor }
  return parsePlainPassword(text)
    .map((plain) => findWeaknesses(plain, account, context).length > 0)
    .unwrapOr(false)
}

/** Whether a password says of itself that it must be changed, or has grown too old. */
export const mustBeChanged = (credential: Credential, { settings, ports }: Context): boolean =>
  credential.mustChange || isExpired(credential.setAt, settings.passwords.policy, ports.sources.clock())
