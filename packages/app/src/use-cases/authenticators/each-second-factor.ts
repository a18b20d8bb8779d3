import { sortDamaged, type SecondFactor, type Unavailable, type UserId } from '@keepsake/domain'
import { okAsync, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { atNextTurn } from '../shared/next-turn.ts'

/** Small, so that no page blocks others for long. */
const pageSize = 200

/** Reads all second factors of the pool, page by page, and names the users whose second factors cannot be read. */
export const eachSecondFactor = <T>(
  context: Pick<Context, 'storage'>,
  visit: (
    sets: readonly SecondFactor[],
    before: T,
    damaged: readonly UserId[],
  ) => ResultAsync<T, Unavailable>,
  start: T,
  after?: UserId,
): ResultAsync<T, Unavailable> =>
  context.storage.secondFactors.list(after, pageSize).andThen((sets) => {
    const last = sets.at(-1)
    if (last === undefined) return okAsync(start)
    const { sound, damaged } = sortDamaged(sets)
    const lost = damaged.map(({ userId }) => userId)
    return visit(sound, start, lost)
      .andThen(atNextTurn)
      .andThen((so) => eachSecondFactor(context, visit, so, last.userId))
  })

/** The field of a report that lists unreadable users. Absent if there are none. */
export const namesOf = (damaged: readonly UserId[]): { readonly damaged?: readonly UserId[] } =>
  damaged.length === 0 ? {} : { damaged }
