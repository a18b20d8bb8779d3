import type { ResultAsync } from 'neverthrow'
import type { Damaged } from '../../kernel/damaged.ts'
import type { Unavailable } from '../../kernel/failure.ts'
import type { Instant } from '../../kernel/system.ts'
import type { UniqueKey } from '../identifier/unique-key.ts'
import type { User } from '../user.ts'
import type { UserId } from '../user-id.ts'
import type { UserFilter, UserOrder, UserPlace } from '../list/user-list.ts'

/** Users of the pool already hold some of the keys, or the ids; these keys are named. Nothing was written. */
export type KeysTaken = { readonly kind: 'keys-taken'; readonly keys: readonly UniqueKey[] }

/** A user with its unique keys and search terms. A store therefore need not know how they are made. */
export type UserEntry = {
  readonly user: User
  /** None in the namespace `id`. */
  readonly keys: readonly UniqueKey[]
  /** In any order, each once, compared byte by byte. Each has at most 256 characters, and none is empty. */
  readonly searchTerms: readonly string[]
}

/** What a user is from now on, and the version of the record that it replaces. */
export type UserChange = { readonly from: number; readonly to: UserEntry }

/**
 * Some of the users have another version than their change starts from, or are gone; these users are named. Nothing was
 * written.
 */
export type UsersOvertaken = { readonly kind: 'users-overtaken'; readonly userIds: readonly UserId[] }

/** A part of the list of users. */
export type UserListQuery = {
  readonly filter: UserFilter
  readonly order: UserOrder
  /** Users that come after this place; the first ones if absent. The user at this place need not exist any more. */
  readonly after?: UserPlace
  /** How many of those users to skip, for callers that count pages. Skipping users costs as much as reading them. */
  readonly skip?: number
  readonly limit: number
}

/** A user whose record cannot be read, at its place in a list. */
export type DamagedUser = UserPlace & Damaged

/**
 * Port: the users of one pool. A record is damaged if its row exists but makes no user. A list has a damaged record at
 * its place. A call that asks for that user is answered `Unavailable`, which names the record in `damaged`. A damaged
 * record can be removed.
 */
export type UserStore = {
  /**
   * Adds every user with its keys, or none. The store's unique index decides: of any number of calls at the same time
   * that share a key or the id of a user, one succeeds. `KeysTaken` names at least one held key, and every held key if
   * the store can tell. An id that is taken is named as a key in the namespace `id`.
   */
  readonly insertAll: (entries: readonly UserEntry[]) => ResultAsync<void, KeysTaken | Unavailable>
  /**
   * Makes all changes, or none, each by one conditional write: of any number of calls at the same time that change the
   * same version of a user, one succeeds. A user's new record, keys and search terms replace the old ones. When the
   * user was created, and what is remembered of the sign-ins, stays. A key that no user holds any more is free at once,
   * so that two users may exchange keys. No user is changed twice by one call. `KeysTaken` is as in `insertAll`.
   */
  readonly updateAll: (
    changes: readonly UserChange[],
  ) => ResultAsync<void, UsersOvertaken | KeysTaken | Unavailable>
  /**
   * Removes users with everything that belongs to them, in one transaction: keys, search terms, password,
   * authenticators, recovery codes, known networks, and notices, sent or not. Events stay, because other services are to
   * receive them. Answers which of the users existed. If two calls remove the same user at the same time, one of them
   * answers that user.
   */
  readonly removeAll: (ids: readonly UserId[]) => ResultAsync<readonly UserId[], Unavailable>
  /**
   * Which of the keys are held by some user, in no particular order. A key in the namespace `id` is held by the user of
   * this id. This is a hint for good messages: `insertAll` decides.
   */
  readonly findHeld: (keys: readonly UniqueKey[]) => ResultAsync<readonly UniqueKey[], Unavailable>
  /**
   * The user that holds the key, if there is one. The key is in any namespace but `id`. If there is none, the call takes as long, as far as the engine allows
   * it.
   */
  readonly findByKey: (key: UniqueKey) => ResultAsync<User | undefined, Unavailable>
  /** The users that exist among the ids, in no particular order. */
  readonly findByIds: (ids: readonly UserId[]) => ResultAsync<readonly User[], Unavailable>
  /** Up to `limit` users that match the filter, in their order, damaged ones among them. */
  readonly list: (query: UserListQuery) => ResultAsync<readonly (User | DamagedUser)[], Unavailable>
  /** How many users match the filter. */
  readonly count: (filter: UserFilter) => ResultAsync<number, Unavailable>
  /** Counts one sign-in and remembers its time and IP address, in one statement. An unknown id changes nothing. */
  readonly recordSignIn: (id: UserId, at: Instant, ip: string | undefined) => ResultAsync<void, Unavailable>
}
