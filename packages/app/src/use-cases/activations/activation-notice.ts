import type { Notice, SealingBatch, Unavailable, UserId } from '@keepsake/domain'
import type { EarnedNotice } from '@keepsake/domain/rules'
import type { ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { makeNotice } from '../shared/make-notice.ts'
import { sealNotice } from '../shared/seal-notice.ts'
import { issuePasswordToken } from '../passwords/password-token.ts'

/**
 * Makes a notice with a link by which a user without a password sets one. Each link has its own token. All of them are valid
 * until one is used, the user's address changes, or the user gets a password in another way.
 */
export const makeActivationNotice = (
  earned: EarnedNotice,
  userId: UserId,
  context: Context,
  batch?: SealingBatch,
): ResultAsync<Notice, Unavailable> =>
  issuePasswordToken('account_activation', userId, undefined, context, { sentTo: earned.to }, batch).andThen(
    (token) => sealNotice(makeNotice(earned, userId, context), token, context, batch),
  )
