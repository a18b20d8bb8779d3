import type { Failure } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { PoolContext } from '../context.ts'
import { nothing } from '../input/shape.ts'
import { rotateSealing, type SealingRotation } from '../use-cases/authenticators/rotate-sealing.ts'
import { door, type GuardedVerbs } from './door.ts'

/** The keys that secrets rest under. */
export type SealingVerbs = {
  /** Seals every secret anew that is not under the current key, so that the earlier keys may go. */
  readonly rotateSealing: () => ResultAsync<SealingRotation, Failure>
}

export const sealingVerbs = (context: PoolContext): GuardedVerbs<SealingVerbs> => ({
  rotateSealing: door(nothing, () => rotateSealing(context)),
})
