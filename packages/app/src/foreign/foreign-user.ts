import type { Instant, Issue, NewAuthenticator, NewUser, Path } from '@keepsake/domain'

/** Why a value of another system's record cannot come along. */
export type LostReason =
  /** The reader does not know the field. */
  | 'unknown_field'
  /** A user has no field for it. */
  | 'no_place'
  /** A time that cannot be, such as a sign-in before the sign-up. */
  | 'implausible'
  /** A user has one of these: a second account with a password, or an identifier beside the first. */
  | 'second_address'
  /** The organization does not know the group as a department, and the pool declares no custom field for groups. */
  | 'unknown_group'
  /** The pool does not declare the custom field. */
  | 'undeclared_field'
  /** Another field of the record has the same name in the custom data. */
  | 'name_taken'
  /** The record says that there is a second factor, but does not hold its secret. */
  | 'no_secret'
  /** A second factor that gets its codes by mail or phone, or counts instead of reading a clock. */
  | 'factor_not_supported'
  /** The old system has encrypted it, and its key was not given or does not fit. */
  | 'encrypted'
  /** The user has or may have a password, but the old system does not give its hash away. */
  | 'hash_not_exported'
  /** The side file that has what is needed to read it was not given. */
  | 'file_not_given'
  /** Nothing here can check a hash of this kind. */
  | 'hash_not_supported'
  /** A token, a lock or a time that means nothing after the move. */
  | 'short_lived'
  /** What the user may do in the old system, apart from roles and groups. */
  | 'permission'
  /** Other fields say it, or Keepsake keeps its own. */
  | 'derived'

/**
 * A value that cannot come along: its place in the record, after the name of its file if that is a side file. The place is
 * empty if the value is not in the record, such as a hash that the old system does not export.
 */
export type Lost = { readonly path: Path; readonly reason: LostReason }

/** What a move needs to know of a user beside the row of a batch. */
export type ForeignFacts = {
  /** The key of the record in its source. It never changes there. */
  readonly sourceKey: string
  /** The user's id in the old system, for callers who want to keep it. */
  readonly userId?: string
  readonly createdAt?: Instant
  readonly passwordSetAt?: Instant
  readonly lastSignInAt?: Instant
  readonly signInsCount?: number
  /** Names of groups, as paths if the old system has a tree of them. */
  readonly groups?: readonly string[]
  /** Names of roles. Roles of one application have its name and a colon before them. */
  readonly roles?: readonly string[]
  /** In the form that `authenticators.import` takes. The recovery codes of the user are with the first. */
  readonly authenticators?: readonly NewAuthenticator[]
  /** As the old system has them. */
  readonly passkeys?: readonly unknown[]
  readonly lost: readonly Lost[]
}

/** A user of another system: a row for `users.create` with `keepPassword`, and what the row has no fields for. */
export type ForeignUser = {
  readonly kind: 'user'
  readonly row: NewUser
  readonly facts: ForeignFacts
  readonly warnings: readonly Issue[]
}

/** A record that is no user, such as a group in the same file. */
export type ForeignOther = { readonly kind: 'other'; readonly what: string }

export type ForeignRecord = ForeignUser | ForeignOther
