import { tokensGoodForMs, type RestingField, type Unavailable, type UserId } from '@keepsake/domain'
import { ok, safeTry, type ResultAsync } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import { namesOf } from '../authenticators/each-otp-set.ts'
import { sealedWalks } from './rotate-sealing.ts'
import type { Resting, Sight } from './sealed-walk.ts'
import type { UnopenedItem } from './unopened.ts'

/** How much rests as one field under one key. `isCurrent`: it would be sealed the same way today. */
export type SealedCount = {
  readonly field: RestingField
  /** The id of the key, as what is sealed names it. */
  readonly key: string
  readonly isCurrent: boolean
  readonly count: number
  /** How many of them do not open, so that a rotation leaves them as they are. Absent where all do, or none was opened. */
  readonly unopened?: number
}

/** What rests sealed, counted by field and key, those first that are not current. */
export type SealingReport = {
  readonly sealed: readonly SealedCount[]
  /** How much is not under the current key. A rotation seals it anew, but for what does not open. */
  readonly stale: number
  /** How much of that does not open: as long as it is there, its keys are still needed. Absent where there is nothing. */
  readonly unopened?: number
  /**
   * How long an earlier key is needed after that for the tokens in links and tickets, which rest nowhere: counted from when the
   * last process has stopped sealing under it.
   */
  readonly tokensGoodForMs: number
  /** The users whose authenticators cannot be read, and are counted nowhere. Absent where there is nobody. */
  readonly damaged?: readonly UserId[]
}

/** Counts whatever rests sealed. Only what is not current is opened; a key that is missing is told as well. */
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
