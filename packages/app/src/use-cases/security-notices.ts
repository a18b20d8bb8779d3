import { noticeAddresses, type Instant, type Notice, type Reachable, type UserId } from '@keepsake/domain'
import type { Context } from '../context.ts'

/** The notice that tells a user of something that somebody else may have done: at the first address, if there is one. */
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
