import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import type { Instant } from '../kernel/sources.ts'
import type { UniqueKey } from './unique-key.ts'
import type { User } from './user.ts'
import type { UserId } from './user-id.ts'

/** Some of the keys are already held by users of the pool; those are named. Nothing was written. */
export type KeysTaken = { readonly kind: 'keys-taken'; readonly keys: readonly UniqueKey[] }

/** A user with the unique keys that it holds, so that a store need not know how keys are made. */
export type UserEntry = { readonly user: User; readonly keys: readonly UniqueKey[] }

/** Port: the users of one pool. */
export type UserStore = {
  /**
   * Adds every user with its keys, or none. The store's unique index is the judge: of any number of calls at one
   * moment that share a key, one succeeds. `KeysTaken` names at least one, and where the store can tell every, held key.
   */
  readonly insertAll: (entries: readonly UserEntry[]) => ResultAsync<void, KeysTaken | Unavailable>
  /** Which of the keys are held by some user, in no particular order. A hint for good messages: `insertAll` decides. */
  readonly findHeld: (keys: readonly UniqueKey[]) => ResultAsync<readonly UniqueKey[], Unavailable>
  /** The user that holds the key, if one does; it takes as long, as far as the engine lets it, where nobody does. */
  readonly findByKey: (key: UniqueKey) => ResultAsync<User | undefined, Unavailable>
  /** The users that exist among the ids, in no particular order. */
  readonly findByIds: (ids: readonly UserId[]) => ResultAsync<readonly User[], Unavailable>
  /** Counts one sign-in and remembers when and from where, in one statement. An unknown id changes nothing. */
  readonly recordSignIn: (id: UserId, at: Instant, ip: string | undefined) => ResultAsync<void, Unavailable>
}
