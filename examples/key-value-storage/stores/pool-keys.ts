import type { Session } from '@keepsake/adapters/storage/kit'
import type { PoolKeyStore } from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { PoolDocument } from '../pool-document.ts'

export const poolKeysIn = (session: Session<PoolDocument>): PoolKeyStore => ({
  find: (purpose) => session.read(({ keys }) => keys.get(purpose)),
  addFirst: (key) =>
    session.write(({ keys }) => {
      const first = keys.get(key.purpose) ?? key
      keys.set(key.purpose, first)
      return ok(first)
    }),
  reseal: (id, from, to) =>
    session.write(({ keys }) => {
      const key = [...keys.values()].find((each) => each.id === id && each.secret === from)
      if (key === undefined) return ok('overtaken')
      keys.set(key.purpose, { ...key, secret: to })
      return ok('resealed')
    }),
})
