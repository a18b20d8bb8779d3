import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'

/**
 * What the records of a pool were made with. A setting alone cannot change it. `username-keys`: how usernames became
 * unique keys.
 */
export type PoolTrait = 'username-keys'

/** Port: what the records of one pool were made with. */
export type PoolTraits = {
  /**
   * Answers the value that the pool has, or gives it this value if it has none, by one conditional write. Of any number
   * of calls at the same time for a new pool, all answer the same value.
   */
  readonly claim: (trait: PoolTrait, value: string) => ResultAsync<string, Unavailable>
  /**
   * Replaces this value, and no other, by one conditional write. `overtaken`: the value is another one by now, or there
   * is none.
   */
  readonly replace: (
    trait: PoolTrait,
    from: string,
    to: string,
  ) => ResultAsync<'replaced' | 'overtaken', Unavailable>
}
