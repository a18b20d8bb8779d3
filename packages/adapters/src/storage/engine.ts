import type { Unavailable, UserPoolId } from '@keepsake/domain'
import type { Result } from 'neverthrow'
import type { Patience } from './retry.ts'

/** A value now or later. */
export type Awaitable<T> = T | Promise<T>

/** What a verb of a store reads. */
export type Query<View, T> = (view: View) => Awaitable<T>

/** What a verb of a store changes. If it answers an error, nothing of the change stays. */
export type Change<View, T, E> = (view: View) => Awaitable<Result<T, E>>

/** A transaction under way. Its steps are called one after another. Every failure is thrown. */
export type Transaction<View> = {
  /** What is committed, together with this transaction's own changes. */
  readonly view: View
  /** Makes one change as a whole or not at all, whatever the transaction does next. */
  readonly write: <T, E>(change: Change<View, T, E>) => Promise<Result<T, E>>
  /** Makes the changes durable. If it fails, nothing of them stays. */
  readonly commit: () => Awaitable<void>
  /**
   * Undoes every change; does nothing after a commit. Never fails: an engine that cannot be told to undo has undone
   * everything itself.
   */
  readonly rollback: () => Awaitable<void>
}

/** Thrown by a transaction in bulk if one of its writes cannot be made. */
export const declined: Error = new Error('a write of a transaction in bulk cannot be made')

/** A place to store records. `storageOver` makes a storage from it; the stores read and write its `View`. */
export type Engine<View> = Patience & {
  readonly begin: (pool: UserPoolId) => Promise<Transaction<View>>
  /**
   * Begins a transaction that may put off writes until something is read, and may take for granted that they can be made. It
   * throws `declined` if one cannot be made. The work then runs again in a transaction of `begin`, which tells why.
   */
  readonly beginInBulk?: (pool: UserPoolId) => Promise<Transaction<View>>
  /** Reads one consistent state of what is committed, whatever transaction is under way. */
  readonly read: <T>(pool: UserPoolId, query: Query<View, T>) => Promise<T>
  /**
   * A view on which every statement is a transaction by itself: it is durable when it is answered. Not every engine
   * gains from it.
   */
  readonly direct?: (pool: UserPoolId) => View
  readonly toUnavailable: (error: unknown) => Unavailable
  /** Makes every transaction fail that is still under way. Called before `close` if work does not end in time. */
  readonly breakOff?: () => void
  readonly close: () => Awaitable<void>
}
