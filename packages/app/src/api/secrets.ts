import type { Failure } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { PoolContext } from '../context.ts'
import { nothing } from '../input/shape.ts'
import { reportSealing, type SealingReport } from '../use-cases/secrets/report-sealing.ts'
import { rotateSealing } from '../use-cases/secrets/rotate-sealing.ts'
import type { SealingRotation } from '../use-cases/secrets/rotation.ts'
import { door, type Guarded } from './door.ts'

/** `keepsake.secrets`: the keys that encrypt stored secrets. */
export type Secrets = {
  /** Puts all stored secrets that are still under an earlier key under the current key. */
  readonly rotate: () => ResultAsync<SealingRotation, Failure>
  /** Counts sealed (encrypted) values by kind and by key, and says how long an earlier key is still needed. */
  readonly report: () => ResultAsync<SealingReport, Failure>
}

/** Makes `keepsake.secrets`. */
export const openSecrets = (context: PoolContext): Guarded<Secrets> => ({
  rotate: door(nothing, () => rotateSealing(context)),
  report: door(nothing, () => reportSealing(context)),
})
