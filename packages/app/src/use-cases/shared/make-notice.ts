import type { Instant, Notice, UserId } from '@keepsake/domain'
import type { EarnedNotice } from '@keepsake/domain/rules'
import type { Context } from '../../context.ts'

/** Makes a notice for the outbox of what a user is to be told. */
export const makeNotice = (
  earned: EarnedNotice,
  userId: UserId,
  { ports }: Pick<Context, 'ports'>,
  createdAt: Instant = ports.system.clock(),
): Notice => ({ ...earned, id: ports.system.newId(), userId, createdAt })
