import type { PoolKeyStore } from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { Session } from '../storage-over.ts'
import { copyOf } from './records.ts'
import type { Tables } from './tables.ts'

/** The keys of a pool in memory. */
export const memoryPoolKeys = (session: Session<Tables>): PoolKeyStore => ({
  find: (purpose) => session.read(({ poolKeys }) => poolKeys.get(purpose)),
  addFirst: (key) =>
    session.write(({ poolKeys }) => {
      const present = poolKeys.get(key.purpose)
      if (present !== undefined) return ok(present)
      const added = copyOf(key)
      poolKeys.put(key.purpose, added)
      return ok(added)
    }),
  reseal: (id, from, to) =>
    session.write(({ poolKeys }) => {
      const present = [...poolKeys.entries()].map(([, key]) => key).find((key) => key.id === id)
      if (present?.secret !== from) return ok('overtaken')
      poolKeys.put(present.purpose, { ...present, secret: to })
      return ok('resealed')
    }),
})
