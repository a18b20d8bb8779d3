import type { Unavailable } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { PoolContext } from '../context.ts'
import { rotateSealing, type SealingRotation } from '../use-cases/authenticators/rotate-sealing.ts'

/** The keys that secrets rest under. */
export type SealingVerbs = {
  /** Seals every secret anew that is not under the current key, so that the earlier keys may go. */
  readonly rotateSealing: () => ResultAsync<SealingRotation, Unavailable>
}

export const sealingVerbs = (context: PoolContext): SealingVerbs => ({
  rotateSealing: () => rotateSealing(context),
})
