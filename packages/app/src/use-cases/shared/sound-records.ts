import { type DamagedRecord, type Unavailable } from '@keepsake/domain'
import { errAsync, type ResultAsync } from 'neverthrow'

/** The requested records that can be read, and those that cannot. */
export type SoundRecords<T> = {
  readonly sound: readonly T[]
  readonly damaged: readonly DamagedRecord[]
}

/** Reads records of several users. A damaged record does not prevent the others from being read. */
export const findSound = <Id extends string, T>(
  ids: readonly Id[],
  find: (ids: readonly Id[]) => ResultAsync<readonly T[], Unavailable>,
): ResultAsync<SoundRecords<T>, Unavailable> =>
  find(ids)
    .map((sound): SoundRecords<T> => ({ sound, damaged: [] }))
    .orElse((failure) => {
      const { damaged } = failure
      if (damaged === undefined) return errAsync(failure)
      const lost = new Set<string>(damaged.map(({ userId }) => userId))
      return find(ids.filter((id) => !lost.has(id))).map((sound): SoundRecords<T> => ({ sound, damaged }))
    })
