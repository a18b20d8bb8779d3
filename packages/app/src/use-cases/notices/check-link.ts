import type { Credential, Message, Unavailable, User } from '@keepsake/domain'
import {
  isPasswordTokenInForce,
  isPasswordTokenOf,
  neverAgain,
  toAttemptFailed,
  tokenOfNotice,
  type AttemptFailed,
} from '@keepsake/domain/rules'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import { readPasswordToken } from '../passwords/password-token.ts'

/**
 * Refuses a message whose link does not work any more. A notice may wait for hours, and meanwhile its user may have used
 * another link, or got a password in another way.
 * @param present the password that the user has now
 */
export const checkLink = (
  message: Message,
  user: User,
  present: Credential | undefined,
  context: PoolContext,
): ResultAsync<void, AttemptFailed | Unavailable> => {
  const kind = tokenOfNotice[message.kind]
  if (kind === undefined || !('token' in message)) return okAsync()
  return readPasswordToken(kind, message.token.reveal(), context)
    .mapErr((failure) => toAttemptFailed(failure))
    .andThen(({ opened }) => {
      if (opened === undefined) return errAsync(unreadable)
      const now = context.ports.system.clock()
      return isPasswordTokenInForce(kind, opened, now) && isPasswordTokenOf(opened, user, present)
        ? okAsync()
        : errAsync(neverAgain('link-invalid'))
    })
}

/** The key of the token may be missing in this process only. */
const unreadable: AttemptFailed = {
  kind: 'attempt-failed',
  why: { failure: 'secret-unavailable', reason: 'the token in the link does not open' },
  isFinal: false,
}
