import type { Unavailable } from '@keepsake/domain'
import { attemptsClearedBy, type ClearingEvent } from '@keepsake/domain/rules'
import { ResultAsync } from 'neverthrow'
import type { UserStores } from '../tenant/user-stores.ts'

/** Forgets the attempts that are counted under a user's id and that the event makes void. */
export const clearAttempts = (
  event: ClearingEvent,
  id: string,
  { attempts }: Pick<UserStores, 'attempts'>,
): ResultAsync<void, Unavailable> =>
  ResultAsync.combine(attemptsClearedBy(event).map((kind) => attempts.clear(kind, id))).map(() => undefined)
