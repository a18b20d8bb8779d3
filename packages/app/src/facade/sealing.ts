import type { Failure } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { PoolContext } from '../context.ts'
import { nothing } from '../input/shape.ts'
import { reportSealing, type SealingReport } from '../use-cases/sealing/report-sealing.ts'
import { rotateSealing } from '../use-cases/sealing/rotate-sealing.ts'
import type { SealingRotation } from '../use-cases/sealing/rotation.ts'
import { door, type GuardedVerbs } from './door.ts'

/** The keys that secrets rest under. */
export type SealingVerbs = {
  /** Seals whatever rests anew that is not under the current key. */
  readonly rotateSealing: () => ResultAsync<SealingRotation, Failure>
  /** Counts whatever rests sealed by what it is and by its key, and says how long an earlier key is needed. */
  readonly reportSealing: () => ResultAsync<SealingReport, Failure>
}

export const sealingVerbs = (context: PoolContext): GuardedVerbs<SealingVerbs> => ({
  rotateSealing: door(nothing, () => rotateSealing(context)),
  reportSealing: door(nothing, () => reportSealing(context)),
})
