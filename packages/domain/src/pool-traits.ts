import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from './kernel/failure.ts'

/**
 * What the records of a pool were made by, so that a setting alone cannot change it. `username-keys`: how usernames became
 * unique keys.
 */
export type PoolTrait = 'username-keys'

/** Port: what the records of one pool were made by. */
export type PoolTraits = {
  /**
   * Answers what the pool has, or gives it this value where it has none, by one conditional write: of any number of calls at
   * one moment for a new pool, all answer the same value.
   */
  readonly claim: (trait: PoolTrait, value: string) => ResultAsync<string, Unavailable>
  /** Replaces only this value by another, by one conditional write. `overtaken`: it is another one by now, or none. */
  readonly replace: (
    trait: PoolTrait,
    from: string,
    to: string,
  ) => ResultAsync<'replaced' | 'overtaken', Unavailable>
}
