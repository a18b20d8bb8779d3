import type { Unavailable, UserPoolId } from '@keepsake/domain'
import type { Result } from 'neverthrow'
import type { Patience } from './patiently.ts'

/** A change that a store's verb makes. It answers at once; where it answers an error, nothing of it stays. */
export type Change<View, T, E> = (view: View) => Result<T, E>

/** A transaction under way: the only one that its engine has. */
export type Transaction<View> = {
  /** What is committed, with this transaction's own changes on top. */
  readonly view: View
  /** Makes one change whole or not at all, whatever the transaction does next. Throws when the engine fails. */
  readonly write: <T, E>(change: Change<View, T, E>) => Result<T, E>
  /** Makes the changes last. Throws when the engine fails; nothing of them stays then. */
  readonly commit: () => void
  /** Undoes every change; does nothing after a commit. */
  readonly rollback: () => void
}

/**
 * A place to keep records that answers at once, in the calling thread, and throws when it fails.
 * `synchronousStorage` makes a storage of it; what the stores read and write is its `View`.
 */
export type Engine<View> = Patience & {
  readonly begin: (pool: UserPoolId) => Transaction<View>
  /** Reads one consistent state of what is committed, whatever transaction is under way. */
  readonly read: <T>(pool: UserPoolId, query: (view: View) => T) => T
  readonly toUnavailable: (error: unknown) => Unavailable
  readonly close: () => void
}
