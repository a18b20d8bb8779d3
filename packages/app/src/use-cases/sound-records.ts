import { type DamagedRecord, type Unavailable } from '@keepsake/domain'
import { errAsync, type ResultAsync } from 'neverthrow'

/** What of the records that were asked for can be read, and which cannot. */
export type SoundRecords<T> = {
  readonly sound: readonly T[]
  readonly damaged: readonly DamagedRecord[]
}

/** Asks for records of several users, of whom one whose record is damaged does not keep the others from being read. */
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
