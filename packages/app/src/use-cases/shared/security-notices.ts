import type { Instant, Notice, UserId } from '@keepsake/domain'
import { noticeAddresses, type Reachable } from '@keepsake/domain/rules'
import type { Context } from '../../context.ts'
import { makeNotice } from './make-notice.ts'

/**
 * Makes the notice to a user about something that another person may have done. It goes to the first address, if there is
 * one.
 */
export const securityNotices = (
  kind: 'recovery-code-used' | 'otp-imported',
  user: Reachable & { readonly id: UserId },
  now: Instant,
  context: Context,
): readonly Notice[] =>
  noticeAddresses(user)
    .slice(0, 1)
    .map((address) =>
      makeNotice({ ...address, kind, url: context.settings.loginUrl ?? '' }, user.id, context, now),
    )
