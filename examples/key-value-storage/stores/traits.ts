import type { Session } from '@keepsake/adapters/storage/kit'
import type { PoolTraits } from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { PoolDocument } from '../pool-document.ts'

export const traitsIn = (session: Session<PoolDocument>): PoolTraits => ({
  claim: (trait, value) =>
    session.write(({ traits }) => {
      if (!traits.has(trait)) traits.set(trait, value)
      return ok(traits.get(trait) ?? value)
    }),
  replace: (trait, from, to) =>
    session.write(({ traits }) => {
      if (traits.get(trait) !== from) return ok('overtaken')
      traits.set(trait, to)
      return ok('replaced')
    }),
})
