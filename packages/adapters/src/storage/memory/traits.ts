import type { PoolTraits } from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { Session } from '../storage-over.ts'
import type { Tables } from './tables.ts'

/** What the records of a pool in memory were made with. */
export const memoryTraits = (session: Session<Tables>): PoolTraits => ({
  claim: (trait, value) =>
    session.write(({ traits }) => {
      const present = traits.get(trait)
      if (present === undefined) traits.put(trait, value)
      return ok(present ?? value)
    }),
  replace: (trait, from, to) =>
    session.write(({ traits }) => {
      if (traits.get(trait) !== from) return ok('overtaken')
      traits.put(trait, to)
      return ok('replaced')
    }),
})
