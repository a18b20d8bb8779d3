import type { Failure } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { PoolContext } from '../context.ts'
import { nothing } from '../input/shape.ts'
import { reportSealing, type SealingReport } from '../use-cases/sealing/report-sealing.ts'
import { rotateSealing } from '../use-cases/sealing/rotate-sealing.ts'
import type { SealingRotation } from '../use-cases/sealing/rotation.ts'
import { door, type Guarded } from './door.ts'

/** `keepsake.secrets`: the keys that stored secrets are sealed under. */
export type Secrets = {
  /** Seals whatever rests anew that is not under the current key. */
  readonly rotate: () => ResultAsync<SealingRotation, Failure>
  /** Counts whatever rests sealed by what it is and by its key, and says how long an earlier key is needed. */
  readonly report: () => ResultAsync<SealingReport, Failure>
}

export const openSecrets = (context: PoolContext): Guarded<Secrets> => ({
  rotate: door(nothing, () => rotateSealing(context)),
  report: door(nothing, () => reportSealing(context)),
})
