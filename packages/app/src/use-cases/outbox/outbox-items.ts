import type {
  DamagedItem,
  Instant,
  Outbox,
  OutboxItem,
  OutboxQuery,
  OutboxSelection,
  OutboxSummary,
  OutboxEntry,
  Unavailable,
} from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'

/** Counts the items of an outbox by state, and says since when the oldest one waits. */
export const reportOutbox = <Item extends OutboxItem>(
  outbox: Outbox<Item>,
): ResultAsync<OutboxSummary, Unavailable> => outbox.summary()

/** Lists the items of one state, the oldest first, including damaged ones. Their secrets stay sealed. */
export const listEntries = <Item extends OutboxItem>(
  query: OutboxQuery,
  outbox: Outbox<Item>,
): ResultAsync<readonly OutboxEntry<Item | DamagedItem>[], Unavailable> => outbox.list(query)

/** Which items of an outbox: those with these ids, or those of one channel or endpoint. */
export type SelectEntries = { readonly ids: readonly string[] } | { readonly channel: string }

/** Which dead items wait again: selected ones, or all. */
export type RedriveEntries = SelectEntries | { readonly all: true }

const selectionOf = (which: SelectEntries): OutboxSelection => ('ids' in which ? which.ids : which)

/** Makes dead items wait again: some of them, or all. Answers how many. */
export const redriveEntries = <Item extends OutboxItem>(
  which: RedriveEntries,
  outbox: Outbox<Item>,
  { ports }: Context,
): ResultAsync<number, Unavailable> =>
  outbox.redrive('all' in which ? 'all' : selectionOf(which), ports.system.clock())

/** Removes items that wait or are dead. Answers how many. */
export const dropEntries = <Item extends OutboxItem>(
  which: SelectEntries,
  outbox: Outbox<Item>,
): ResultAsync<number, Unavailable> => outbox.drop(selectionOf(which))

/** Which sent items are no longer needed. */
export type ForgetSent = { readonly before: Instant }

/** Removes items that were sent before a given time. Answers how many. */
export const forgetSent = <Item extends OutboxItem>(
  { before }: ForgetSent,
  outbox: Outbox<Item>,
): ResultAsync<number, Unavailable> => outbox.forgetSent(before)
