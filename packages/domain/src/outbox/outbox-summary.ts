import type { Instant } from '../kernel/sources.ts'
import type { AttemptFailure, OutboxState } from './outbox-item.ts'

/** How many items there are of each state, and since when the one that has waited longest has been there. */
export type OutboxCounts = Readonly<Record<OutboxState, number>> & { readonly oldestWaiting?: Instant }

/** How many items wait or are dead after an attempt that failed of the same. */
export type FailureCount = AttemptFailure & {
  readonly channel?: string
  readonly state: Exclude<OutboxState, 'sent'>
  readonly count: number
}

/** What is in an outbox, counted. */
export type OutboxSummary = OutboxCounts & {
  /** The same of each channel that has items, by name; what has no channel comes first. */
  readonly channels: readonly (OutboxCounts & { readonly channel?: string })[]
  /** The most frequent failures, at most `mostFailures` of them, then by channel, state, failure and reason. */
  readonly failures: readonly FailureCount[]
}

/** How many failures a summary tells apart: senders of others may word each one differently. */
export const mostFailures = 50
