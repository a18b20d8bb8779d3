import { tokensGoodForMs, type RestingField, type Unavailable, type UserId } from '@keepsake/domain'
import { ok, safeTry, type ResultAsync } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import { namesOf } from '../authenticators/each-otp-set.ts'
import { sealedWalks } from './rotate-sealing.ts'
import type { Resting } from './sealed-walk.ts'

/** How much rests as one field under one key. `isCurrent`: it would be sealed the same way today. */
export type SealedCount = {
  readonly field: RestingField
  /** The id of the key, as what is sealed names it. */
  readonly key: string
  readonly isCurrent: boolean
  readonly count: number
}

/** What rests sealed, counted by field and key, those first that are not current. */
export type SealingReport = {
  readonly sealed: readonly SealedCount[]
  /** How much a rotation would seal anew. */
  readonly stale: number
  /**
   * How long an earlier key is needed after that for the tokens in links and tickets, which rest nowhere: counted from when the
   * last process has stopped sealing under it.
   */
  readonly tokensGoodForMs: number
  /** The users whose authenticators cannot be read, and are counted nowhere. Absent where there is nobody. */
  readonly damaged?: readonly UserId[]
}

/** Counts whatever rests sealed. Nothing is opened, so that a key that is missing is told as well. */
export const reportSealing = (context: PoolContext): ResultAsync<SealingReport, Unavailable> =>
  safeTry(async function* () {
    const counts = new Map<string, SealedCount>()
    const damaged: UserId[] = []
    const count = (resting: Resting): void => {
      const name = `${resting.field} ${resting.isCurrent} ${resting.key}`
      counts.set(name, { ...resting, count: (counts.get(name)?.count ?? 0) + 1 })
    }
    const see = { resting: count, damaged: (userId: UserId) => void damaged.push(userId) }
    for (const walk of sealedWalks) yield* walk.visit(context, see)
    const sealed = [...counts.values()].toSorted(inOrder)
    const stale = sealed.filter(({ isCurrent }) => !isCurrent)
    return ok({
      sealed,
      stale: stale.reduce((sum, each) => sum + each.count, 0),
      tokensGoodForMs,
      ...namesOf(damaged),
    })
  })

const inOrder = (one: SealedCount, other: SealedCount): number =>
  Number(one.isCurrent) - Number(other.isCurrent) ||
  byText(one.field, other.field) ||
  byText(one.key, other.key)

const byText = (one: string, other: string): number => Number(one > other) - Number(one < other)
