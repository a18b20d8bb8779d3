import { loginKeys, type User } from '@keepsake/domain'
import type { Context } from '../../context.ts'
import { keptDigest } from '../sealing/kept-digest.ts'

/** As much of a login that leads to nobody as tells it from others: no identifier is longer. */
const maxLogin = 1024

/**
 * What attempts on a login count for: the user's id, or what stands for a login that leads to nobody, which is an account
 * like any other. That is of one length for every login, the same for every spelling, and keeps no text of a stranger's.
 */
export const accountOf = (
  user: User | undefined,
  login: string,
  context: Pick<Context, 'identifierContext' | 'digestKey'>,
): string => {
  // Made for everybody: a step that some are spared can be seen in the time.
  const [key] = loginKeys(login, context.identifierContext)
  const nobody = `nobody ${keptDigest(`login ${key?.key ?? login.slice(0, maxLogin)}`, context)}`
  return user?.id ?? nobody
}
