import type { Strength, UnreadableHash } from '@keepsake/domain'

/** How a user of a source can sign in after the move. */
export type SignInPath =
  /** With the password that the row brings. */
  | 'at_once'
  /** With an account at a provider, and with no password. */
  | 'by_provider'
  /** After a new password, which an address or number can receive. */
  | 'after_reset'
  /** Only the old system can check the password. */
  | 'by_old_system'
  /** The hash cannot be read before somebody says more about it. The row is refused until then. */
  | 'unclear'
  /** The status forbids it, or there is neither a password nor an address nor a provider. */
  | 'not_at_all'

/** Hashes of one format and strength. */
export type HashGroup = {
  readonly format: string
  readonly strength: Strength | 'unknown'
  readonly count: number
}

/** Hashes that cannot be read, for one reason. */
export type UnclearHashes = {
  readonly reason: UnreadableHash | 'details_wrong'
  /** What may be meant, if several formats fit. */
  readonly formats: readonly string[]
  /** What has to be given, in words. */
  readonly tells: string
  readonly count: number
}

/** Rows that may be one person. */
export type Duplicates = {
  /** `same`: the second row is refused. `alike`: nobody but the operator knows. */
  readonly kind: 'same' | 'alike'
  readonly by: string
  /** How many rows there are beyond the first of each. */
  readonly count: number
  /** Numbers of rows in the source, a few pairs. */
  readonly examples: readonly (readonly [first: number, other: number])[]
}

/** A place of values that cannot come along, without the indexes of lists. */
export type LostGroup = { readonly path: string; readonly reason: string; readonly count: number }

/** What the rows of a source are like, before anything is written. */
export type SourceReport = {
  readonly rows: number
  readonly signIn: Readonly<Record<SignInPath, number>>
  readonly hashes: readonly HashGroup[]
  readonly inClear: number
  readonly unclear: readonly UnclearHashes[]
  readonly authenticators: number
  /** Users with a second factor in the old system of which nothing comes along. */
  readonly factorsLeft: readonly LostGroup[]
  readonly duplicates: readonly Duplicates[]
  /** The rows whose identifiers were compared with each other: the first ones, if there are very many. */
  readonly compared: number
  readonly lost: readonly LostGroup[]
}
