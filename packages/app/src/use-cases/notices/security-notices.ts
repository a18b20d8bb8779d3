import { noticeAddresses, type Instant, type Notice, type Reachable, type UserId } from '@keepsake/domain'
import type { Context } from '../../context.ts'

/**
 * Makes the notice to a user about something that another person may have done. It goes to the first address, if there is
 * one.
 */
export const securityNotices = (
  kind: 'recovery-code-used' | 'otp-imported',
  user: Reachable & { readonly id: UserId },
  now: Instant,
  { ports, settings }: Context,
): readonly Notice[] =>
  noticeAddresses(user)
    .slice(0, 1)
    .map((address) => ({
      ...address,
      id: ports.sources.newId(),
      userId: user.id,
      kind,
      url: settings.loginUrl ?? '',
      createdAt: now,
    }))
