import type { Storage } from '@keepsake/domain'
import type { Place } from './pool.ts'

/** A place that outlives its process. The storage of the process that crashed is closed once the next one is open. */
export const placeOf = async (open: () => Promise<Storage>): Promise<Place> => {
  let storage = await open()
  return {
    storage: () => storage,
    crash: async () => {
      const crashed = storage
      storage = await open()
      await crashed.close()
    },
  }
}
