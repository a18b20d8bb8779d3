import type { PoolStorage } from '@keepsake/domain'
import type { Ask } from './ask-by-url.ts'

/** What is asked of a storage whose rows were damaged by somebody else. */
export type DamageCase = {
  readonly name: string
  readonly run: (pool: PoolStorage, ask: Ask) => Promise<void>
}
