import type { SealingKeys } from '@keepsake/adapters/secrets/secret-box'
import type { PoolSettingsInput } from '@keepsake/app'

/** The pool that the workers of a test share. */
export const poolOfMoves: PoolSettingsInput = { pool: 'pool-one' }

export const sealingKeys: SealingKeys = {
  keys: [{ id: 'k1', key: Buffer.alloc(32, 'sealing') }],
  current: 'k1',
}
