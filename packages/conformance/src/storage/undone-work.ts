import type { PoolStorage, UserEntry } from '@keepsake/domain'
import { valueOf } from './case.ts'

/** Why a piece of work is undone that has nothing else against it. */
export const refused = { kind: 'refused' } as const

/** Whether the user is in the directory. */
export const isThere = async (pool: PoolStorage, { user }: UserEntry): Promise<boolean> =>
  (await valueOf(pool.users.findByIds([user.id]))).length === 1
