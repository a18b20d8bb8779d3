import type { Instant } from '../kernel/system.ts'
import type { AttemptFailure, OutboxState } from './outbox-item.ts'

/** How many items there are of each state, and since when the item that waits longest has waited. */
export type OutboxCounts = Readonly<Record<OutboxState, number>> & { readonly oldestWaiting?: Instant }

/** How many items wait or are dead after an attempt that failed for the same cause. */
export type FailureCount = AttemptFailure & {
  readonly channel?: string
  readonly state: Exclude<OutboxState, 'sent'>
  readonly count: number
}

/** What is in an outbox, counted. */
export type OutboxSummary = OutboxCounts & {
  /** The same for each channel that has items, by name. Items without a channel come first. */
  readonly channels: readonly (OutboxCounts & { readonly channel?: string })[]
  /** The most frequent failures, at most `mostFailures` of them, then by channel, state, failure and reason. */
  readonly failures: readonly FailureCount[]
}

/**
 * How many failures a summary tells apart. The limit is needed because a third-party sender may word each failure
 * differently.
 */
export const mostFailures = 50
