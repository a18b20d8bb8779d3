import { isExpired, ownIdentifiers, parsePlainPassword, type Credential, type User } from '@keepsake/domain'
import type { Context } from '../../context.ts'
import { findWeaknesses } from '../passwords/judge-password.ts'

/** Whether a right password must be changed: its record says so, it is too old, or the pool has become stricter. */
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

/** Whether a password's record says that it must be changed, or it is too old. */
export const mustBeChanged = (credential: Credential, { settings, ports }: Context): boolean =>
  credential.mustChange || isExpired(credential.setAt, settings.passwords.policy, ports.sources.clock())
