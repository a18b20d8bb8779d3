import type { Unavailable, UserPoolId } from '@keepsake/domain'
import type { Result } from 'neverthrow'
import type { Patience } from './patiently.ts'

/** A value at once, or later. */
export type Awaitable<T> = T | Promise<T>

/** What a store's verb reads. */
export type Query<View, T> = (view: View) => Awaitable<T>

/** What a store's verb changes. Where it answers an error, nothing of it stays. */
export type Change<View, T, E> = (view: View) => Awaitable<Result<T, E>>

/** A transaction under way. Its steps are asked for one after another. Whatever fails throws. */
export type Transaction<View> = {
  /** What is committed, with this transaction's own changes on top. */
  readonly view: View
  /** Makes one change whole or not at all, whatever the transaction does next. */
  readonly write: <T, E>(change: Change<View, T, E>) => Promise<Result<T, E>>
  /** Makes the changes last. When it fails, nothing of them stays. */
  readonly commit: () => Awaitable<void>
  /** Undoes every change; does nothing after a commit. Never fails: what cannot be told to undo has undone it itself. */
  readonly rollback: () => Awaitable<void>
}

/** A place to keep records. `storageOver` makes a storage of it; what the stores read and write is its `View`. */
export type Engine<View> = Patience & {
  readonly begin: (pool: UserPoolId) => Promise<Transaction<View>>
  /** Reads one consistent state of what is committed, whatever transaction is under way. */
  readonly read: <T>(pool: UserPoolId, query: Query<View, T>) => Promise<T>
  /** A view on which every statement stands for itself: durable when it is answered. Not every engine gains by one. */
  readonly direct?: (pool: UserPoolId) => View
  readonly toUnavailable: (error: unknown) => Unavailable
  /** Lets every transaction fail that is still under way. Called before `close` where work does not end in time. */
  readonly breakOff?: () => void
  readonly close: () => Awaitable<void>
}
