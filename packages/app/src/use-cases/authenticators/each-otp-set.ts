import type { OtpSet, Unavailable, UserId } from '@keepsake/domain'
import { okAsync, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'

/** So that no page holds up others for long. */
const pageSize = 200

/** Goes through every set of the pool, page by page. */
export const eachOtpSet = <T>(
  context: Pick<Context, 'storage'>,
  visit: (sets: readonly OtpSet[], before: T) => ResultAsync<T, Unavailable>,
  start: T,
  after?: UserId,
): ResultAsync<T, Unavailable> =>
  context.storage.otps.list(after, pageSize).andThen((sets) => {
    const last = sets.at(-1)
    if (last === undefined) return okAsync(start)
    return visit(sets, start).andThen((so) => eachOtpSet(context, visit, so, last.userId))
  })
