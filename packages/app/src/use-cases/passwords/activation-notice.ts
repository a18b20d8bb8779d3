import type { EarnedNotice, Notice, Unavailable, UserId } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import { sealPlace, type Context } from '../../context.ts'
import { issuePasswordToken } from './password-token.ts'

/**
 * Writes a notice with a link by which a user who has no password sets one. Each has a token of its own, and all of them are
 * good until one is used, the user has another address, or a password comes by any other way.
 */
export const makeActivationNotice = (
  earned: EarnedNotice,
  userId: UserId,
  context: Context,
): ResultAsync<Notice, Unavailable> => {
  const { newId, clock } = context.ports.sources
  const id = newId()
  return issuePasswordToken('account_activation', userId, undefined, context, { sentTo: earned.to })
    .andThen((token) =>
      context.ports.secretBox.seal(token, sealPlace(context, userId, { field: 'notice_secret', record: id })),
    )
    .map((secret) => ({ ...earned, id, userId, secret, createdAt: clock() }))
}
