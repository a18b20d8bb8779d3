import type { Happening, Unavailable } from '@keepsake/domain'
import { okAsync, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import type { UserStores } from '../tenant/user-stores.ts'

/** Writes events in the transaction of the change that they report, if the pool's settings want events. */
export const writeEvents = (
  happenings: readonly Happening[],
  { events }: Pick<UserStores, 'events'>,
  { settings, ports }: Context,
): ResultAsync<void, Unavailable> => {
  if (!settings.events || happenings.length === 0) return okAsync()
  const { newId, clock } = ports.system
  const happened = { createdAt: clock(), pool: settings.pool }
  return events.addAll(happenings.map((happening) => ({ ...happening, ...happened, id: newId() })))
}
