import type { SealPlace } from '@keepsake/domain'
import type { PoolContext } from '../../context.ts'

/** Where the before-images of a row of a ledger are sealed. */
export const moveBeforePlace = (
  keyDigest: string,
  { settings }: Pick<PoolContext, 'settings'>,
): SealPlace => ({ pool: settings.pool, field: 'move_before', record: keyDigest })
