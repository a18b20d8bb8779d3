import { loginKeys, type User } from '@keepsake/domain'
import type { Context } from '../../context.ts'
import { keptDigest } from '../secrets/stored-digest.ts'

/** The part of an unknown login that distinguishes it from others. No identifier is longer. */
const maxLogin = 1024

/**
 * The account that attempts on a login count for: the user's id, or a substitute if the login has no user. A substitute is
 * handled like any other account. It has the same length for every login, is the same for every spelling, and contains no
 * text of the caller.
 */
export const accountOf = (
  user: User | undefined,
  login: string,
  context: Pick<Context, 'identifierContext' | 'digestKey'>,
): string => {
  // Always made: if this step were skipped for some callers, the time would show it.
  const [key] = loginKeys(login, context.identifierContext)
  const nobody = `nobody ${keptDigest('login', key?.key ?? login.slice(0, maxLogin), context)}`
  return user?.id ?? nobody
}
