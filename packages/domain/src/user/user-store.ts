import type { ResultAsync } from 'neverthrow'
import type { Damaged } from '../kernel/damaged.ts'
import type { Unavailable } from '../kernel/failure.ts'
import type { Instant } from '../kernel/sources.ts'
import type { UniqueKey } from './unique-key.ts'
import type { User } from './user.ts'
import type { UserId } from './user-id.ts'
import type { UserFilter, UserOrder, UserPlace } from './user-list.ts'

/** Some of the keys are already held by users of the pool; those are named. Nothing was written. */
export type KeysTaken = { readonly kind: 'keys-taken'; readonly keys: readonly UniqueKey[] }

/** A user with the unique keys that it holds and the terms it is found by, so that a store need not know how they are made. */
export type UserEntry = {
  readonly user: User
  readonly keys: readonly UniqueKey[]
  /** In any order, each once, compared byte by byte; of at most 256 characters each, none of them empty. */
  readonly searchTerms: readonly string[]
}

/** What a user is from now on, and the version of the record that it takes the place of. */
export type UserChange = { readonly from: number; readonly to: UserEntry }

/** Some of the users are of another version than their change is from, or gone; those are named. Nothing was written. */
export type UsersOvertaken = { readonly kind: 'users-overtaken'; readonly userIds: readonly UserId[] }

/** A part of the list of users. */
export type UserListQuery = {
  readonly filter: UserFilter
  readonly order: UserOrder
  /** Users that come after this place; the first ones where absent. Nobody need have it any more. */
  readonly after?: UserPlace
  /** How many of those are passed over, for callers who count pages: it costs as much as to read them. */
  readonly skip?: number
  readonly limit: number
}

/** A user whose record cannot be read, at its place in a list. */
export type DamagedUser = UserPlace & Damaged

/**
 * Port: the users of one pool. A record is damaged where its row is there, but makes no user. A list has it at its place;
 * whoever asks for that user is answered `Unavailable` with its name in `damaged`. To remove it is possible.
 */
export type UserStore = {
  /**
   * Adds every user with its keys, or none. The store's unique index is the judge: of any number of calls at one
   * moment that share a key, one succeeds. `KeysTaken` names at least one, and where the store can tell every, held key.
   */
  readonly insertAll: (entries: readonly UserEntry[]) => ResultAsync<void, KeysTaken | Unavailable>
  /**
   * Makes all changes, or none, each by one conditional write: of any number of calls at one moment that change the same
   * version of a user, one succeeds. A user's record, keys and search terms take the place of what there was; when it
   * was created, and what is remembered of its sign-ins, stays. A key that nobody holds any more is free at once, so that
   * two users may exchange theirs. No user is changed twice by one call. `KeysTaken` is as in `insertAll`.
   */
  readonly updateAll: (
    changes: readonly UserChange[],
  ) => ResultAsync<void, UsersOvertaken | KeysTaken | Unavailable>
  /**
   * Removes users with all that hangs on them, in one transaction: keys, search terms, password, authenticators, recovery
   * codes, known sources, and notices, sent or not. Events stay, for others are to know. Answers which of them there were:
   * of two calls at one moment, one is told so of each user.
   */
  readonly removeAll: (ids: readonly UserId[]) => ResultAsync<readonly UserId[], Unavailable>
  /** Which of the keys are held by some user, in no particular order. A hint for good messages: `insertAll` decides. */
  readonly findHeld: (keys: readonly UniqueKey[]) => ResultAsync<readonly UniqueKey[], Unavailable>
  /** The user that holds the key, if one does; it takes as long, as far as the engine lets it, where nobody does. */
  readonly findByKey: (key: UniqueKey) => ResultAsync<User | undefined, Unavailable>
  /** The users that exist among the ids, in no particular order. */
  readonly findByIds: (ids: readonly UserId[]) => ResultAsync<readonly User[], Unavailable>
  /** Up to `limit` users that the filter lets through, in their order, damaged ones among them. */
  readonly list: (query: UserListQuery) => ResultAsync<readonly (User | DamagedUser)[], Unavailable>
  /** How many users the filter lets through. */
  readonly count: (filter: UserFilter) => ResultAsync<number, Unavailable>
  /** Counts one sign-in and remembers when and from where, in one statement. An unknown id changes nothing. */
  readonly recordSignIn: (id: UserId, at: Instant, ip: string | undefined) => ResultAsync<void, Unavailable>
}
