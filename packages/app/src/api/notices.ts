import type { DamagedItem, Failure, Notice, OutboxQuery, OutboxSummary, OutboxEntry } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { PoolContext } from '../context.ts'
import {
  deliverNoticesInput,
  forgetSentInput,
  listEntriesInput,
  redriveInput,
  selectionInput,
} from '../input/outboxes.ts'
import { nothing } from '../input/shape.ts'
import { deliverNotices, type DeliverNotices } from '../use-cases/notices/deliver-notices.ts'
import type { Delivery } from '@keepsake/domain/rules'
import {
  dropEntries,
  forgetSent,
  listEntries,
  redriveEntries,
  reportOutbox,
  type ForgetSent,
  type RedriveEntries,
  type SelectEntries,
} from '../use-cases/outbox/outbox-items.ts'
import { door, type Guarded } from './door.ts'

/** `keepsake.notices`: sends notices to users, and shows what happened to each notice. */
export type Notices = {
  /** Sends notices that wait in the outbox, on every channel or on one. Call it after a batch, or at regular intervals. */
  readonly deliver: (command?: DeliverNotices) => ResultAsync<Delivery, Failure>
  /** Counts notices by state, channel and reason of failure, and says since when the oldest one waits. */
  readonly report: () => ResultAsync<OutboxSummary, Failure>
  /** Lists notices of one state (waiting, sent or dead), and what happened to them. */
  readonly list: (query: OutboxQuery) => ResultAsync<readonly OutboxEntry<Notice | DamagedItem>[], Failure>
  /** Makes dead notices wait again, as if they had never been tried. Answers how many. */
  readonly redrive: (which: RedriveEntries) => ResultAsync<number, Failure>
  /** Removes notices that wait or are dead. They are never sent. Answers how many. */
  readonly drop: (which: SelectEntries) => ResultAsync<number, Failure>
  /** Removes notices that were sent before a given time. Answers how many. */
  readonly forgetSent: (command: ForgetSent) => ResultAsync<number, Failure>
}

/** Makes `keepsake.notices`. */
export const openNotices = (context: PoolContext): Guarded<Notices> => ({
  deliver: door(deliverNoticesInput, (command) => deliverNotices(command, context)),
  report: door(nothing, () => reportOutbox(context.storage.outbox)),
  list: door(listEntriesInput, (query) => listEntries(query, context.storage.outbox)),
  redrive: door(redriveInput, (which) => redriveEntries(which, context.storage.outbox, context)),
  drop: door(selectionInput, (which) => dropEntries(which, context.storage.outbox)),
  forgetSent: door(forgetSentInput, (command) => forgetSent(command, context.storage.outbox)),
})
