import type { Unavailable, UserId } from '@keepsake/domain'
import { tokensGoodForMs, type RestingField } from '@keepsake/domain/rules'
import { ok, safeTry, type ResultAsync } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import { namesOf } from '../authenticators/each-second-factor.ts'
import { sealedWalks } from './rotate-sealing.ts'
import type { Resting, Sight } from './sealed-walk.ts'
import type { UnopenedItem } from './unopened-items.ts'

/** How many values of one field are stored under one key. `isCurrent`: they would be sealed in the same way today. */
export type SealedCount = {
  readonly field: RestingField
  /** The id of the key, as the sealed value names it. */
  readonly key: string
  readonly isCurrent: boolean
  readonly count: number
  /**
   * How many of them cannot be decrypted. A rotation leaves them as they are. Absent if all can be decrypted, or if none was
   * tried.
   */
  readonly unopened?: number
}

/** The stored sealed values, counted by field and key. Those that are not current come first. */
export type SealingReport = {
  readonly sealed: readonly SealedCount[]
  /** How many values are not under the current key. A rotation seals them again, except those that cannot be decrypted. */
  readonly stale: number
  /** How many of these cannot be decrypted. While they exist, their keys are still needed. Absent if there are none. */
  readonly unopened?: number
  /**
   * How long an earlier key is still needed after a rotation, in ms, for tokens in links and tickets, which are not stored.
   * The time begins when the last process stops sealing under that key.
   */
  readonly tokensGoodForMs: number
  /** The users whose authenticators cannot be read. No other number counts them. Absent if there are none. */
  readonly damaged?: readonly UserId[]
}

/** Counts all stored sealed values. It decrypts only those that are not current, and also reports missing keys. */
export const reportSealing = (context: PoolContext): ResultAsync<SealingReport, Unavailable> =>
  safeTry(async function* () {
    const counts = new Map<string, SealedCount>()
    const damaged: UserId[] = []
    const count = (resting: Resting): void => {
      const before = counts.get(nameOf(resting))
      counts.set(nameOf(resting), { ...resting, ...before, count: (before?.count ?? 0) + 1 })
    }
    const countUnopened = ({ field, key }: UnopenedItem): void => {
      const name = nameOf({ field, key, isCurrent: false })
      const before = counts.get(name)
      if (before !== undefined) counts.set(name, { ...before, unopened: (before.unopened ?? 0) + 1 })
    }
    const see: Sight = {
      resting: count,
      unopened: countUnopened,
      damaged: (userId) => void damaged.push(userId),
    }
    for (const walk of sealedWalks) yield* walk.visit(context, see)
    const sealed = [...counts.values()].toSorted(inOrder)
    const stale = sealed.filter(({ isCurrent }) => !isCurrent)
    const unopened = stale.reduce((sum, each) => sum + (each.unopened ?? 0), 0)
    return ok({
      sealed,
      stale: stale.reduce((sum, each) => sum + each.count, 0),
      ...(unopened === 0 ? {} : { unopened }),
      tokensGoodForMs,
      ...namesOf(damaged),
    })
  })

const nameOf = ({ field, isCurrent, key }: Resting): string => `${field} ${isCurrent} ${key}`

const inOrder = (one: SealedCount, other: SealedCount): number =>
  Number(one.isCurrent) - Number(other.isCurrent) ||
  byText(one.field, other.field) ||
  byText(one.key, other.key)

const byText = (one: string, other: string): number => Number(one > other) - Number(one < other)
