import type { UniqueKey, Unavailable } from '@keepsake/domain'
import type { PlacedKey } from '@keepsake/domain/rules'
import type { ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'

/** Which keys of these rows the users of the pool hold. */
export const findHeldKeys = (
  rows: readonly { readonly keys: readonly PlacedKey[] }[],
  { storage, keyForecast }: Pick<Context, 'storage' | 'keyForecast'>,
): ResultAsync<readonly UniqueKey[], Unavailable> =>
  storage.users.findHeld(rows.flatMap(({ keys }) => keys.map(({ key }) => key))).map((held) => {
    keyForecast.note(held.length > 0)
    return held
  })
