import { loginKeys, type User } from '@keepsake/domain'
import type { Context } from '../../context.ts'

/**
 * What attempts on a login count for: the user's id, or what stands for a login that leads to nobody, which is an account
 * like any other. That is of one length for every login, the same for every spelling, and keeps no text of a stranger's.
 */
export const accountOf = (
  user: User | undefined,
  login: string,
  { phoneContext, ports }: Context,
): string => {
  // Made for everybody: a step that some are spared can be seen in the time.
  const [key] = loginKeys(login, phoneContext)
  const nobody = `nobody ${Buffer.from(ports.keyedDigest(key?.key ?? login)).toString('base64url')}`
  return user?.id ?? nobody
}
