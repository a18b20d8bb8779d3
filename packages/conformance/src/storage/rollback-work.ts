import type { PoolStorage, UserEntry } from '@keepsake/domain'
import { valueOf } from './case.ts'

/** The reason why a piece of work is undone when nothing else fails. */
export const refused = { kind: 'refused' } as const

/** Whether the user exists in the pool. */
export const isThere = async (pool: PoolStorage, { user }: UserEntry): Promise<boolean> =>
  (await valueOf(pool.users.findByIds([user.id]))).length === 1
