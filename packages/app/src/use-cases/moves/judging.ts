import type { UniqueKey } from '@keepsake/domain'
import type { PoolContext } from '../../context.ts'
import type { BatchOptions } from '../create-users/batch-options.ts'
import type { MoveRules } from './move-rules.ts'

/** What the rows of a move are judged with. */
export type Judging = {
  readonly source: string
  readonly rules: MoveRules
  readonly options: BatchOptions
  readonly context: PoolContext
  /** The keys that earlier chunks claim, if these are not written yet: a plan knows them, and a run finds them held. */
  readonly claimedBefore?: ClaimedKeys
}

/** Unique keys that rows have claimed. */
export type ClaimedKeys = {
  readonly has: (key: UniqueKey) => boolean
  readonly add: (keys: readonly UniqueKey[]) => void
}
