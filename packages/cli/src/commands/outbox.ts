import type { Keepsake, RedriveEntries, SelectEntries } from '@keepsake/app'
import {
  isDamaged,
  type DamagedItem,
  type DomainEvent,
  type EventDelivery,
  type Failure,
  type Notice,
  type OutboxItem,
  type OutboxCounts,
  type OutboxQuery,
  type OutboxState,
  type OutboxSummary,
  type OutboxEntry,
} from '@keepsake/domain'
import { okAsync, type ResultAsync } from 'neverthrow'
import type { Config } from '../composition/config.ts'
import { present } from '../composition/present.ts'
import { exitCodes, reportFailure } from '../terminal/report.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { withKeepsake } from './with-keepsake.ts'

/** One of the outboxes, as the commands of an operator use it. */
export type OutboxCommands<Item extends OutboxItem> = {
  readonly report: (keepsake: Keepsake) => ResultAsync<OutboxSummary, Failure>
  readonly list: (
    keepsake: Keepsake,
    query: OutboxQuery,
  ) => ResultAsync<readonly OutboxEntry<Item | DamagedItem>[], Failure>
  readonly redrive: (keepsake: Keepsake, which: RedriveEntries) => ResultAsync<number, Failure>
  readonly drop: (keepsake: Keepsake, which: SelectEntries) => ResultAsync<number, Failure>
  /** What is shown of an item, beside its time and its state. It contains no secret. */
  readonly shown: (item: Item) => object
  /** What this outbox calls a channel. */
  readonly lane: 'channel' | 'endpoint'
  /** The channels in this configuration, if the configuration decides which ones exist. */
  readonly configured?: (keepsake: Keepsake) => ResultAsync<readonly string[], Failure>
}

/** The outbox of notices. */
export const noticeOutbox: OutboxCommands<Notice> = {
  report: (keepsake) => keepsake.notices.report(),
  list: (keepsake, query) => keepsake.notices.list(query),
  redrive: (keepsake, which) => keepsake.notices.redrive(which),
  drop: (keepsake, which) => keepsake.notices.drop(which),
  shown: ({ id, userId, kind, channel, to }) => ({ id, userId, kind, channel, to }),
  lane: 'channel',
}

/** The outbox of events. */
export const eventOutbox: OutboxCommands<DomainEvent | EventDelivery> = {
  report: (keepsake) => keepsake.events.report(),
  list: (keepsake, query) => keepsake.events.list(query),
  redrive: (keepsake, which) => keepsake.events.redrive(which),
  drop: (keepsake, which) => keepsake.events.drop(which),
  shown: ({ createdAt: _createdAt, pool: _pool, ...event }) => {
    if (!('eventId' in event)) return event
    const { id, channel, eventId, ...told } = event
    return { id, eventId, endpoint: channel, ...told }
  },
  lane: 'endpoint',
  configured: (keepsake) => keepsake.events.endpoints(),
}

/** Prints how many items each state has, in total and on each channel, and why attempts failed, as one line of JSON. */
export const reportOutbox = <Item extends OutboxItem>(
  { report, lane, configured }: OutboxCommands<Item>,
  config: Config,
  terminal: Terminal,
): Promise<number> =>
  withKeepsake(config, terminal, async (keepsake) => {
    const reported = await report(keepsake)
    if (reported.isErr()) return reportFailure(reported.error, terminal)
    const { channels, failures, ...counts } = reported.value
    const known = await (configured?.(keepsake) ?? okAsync(undefined))
    if (known.isErr()) return reportFailure(known.error, terminal)
    const isKnown = (name: string | undefined): object =>
      name === undefined || known.value === undefined ? {} : { configured: known.value.includes(name) }
    terminal.out(
      JSON.stringify({
        ...inWords(counts),
        [`${lane}s`]: channels.map(({ channel, ...each }) => ({
          [lane]: channel,
          ...isKnown(channel),
          ...inWords(each),
        })),
        failures: failures.map(({ channel, ...each }) => ({ [lane]: channel, ...each })),
      }),
    )
    return exitCodes.done
  })

/** How many items are read and printed at a time, so that a long list needs no more memory than a short one. */
const pageSize = 500

/** Prints every item of a state, the oldest first, one line of JSON each. */
export const listOutbox = <Item extends OutboxItem>(
  { list, shown, lane }: OutboxCommands<Item>,
  query: { readonly state: OutboxState; readonly channel?: string },
  config: Config,
  terminal: Terminal,
): Promise<number> =>
  withKeepsake(config, terminal, async (keepsake) => {
    const shownOf = (item: Item | DamagedItem): object =>
      isDamaged(item) ? shownDamaged(item, lane) : shown(item)
    let last: OutboxEntry<Item | DamagedItem> | undefined
    do {
      const after = last === undefined ? {} : { after: last.item }
      const page = await list(keepsake, { ...query, limit: pageSize, ...after })
      if (page.isErr()) return reportFailure(page.error, terminal)
      for (const entry of page.value)
        terminal.out(JSON.stringify({ ...shownOf(entry.item), ...becameOf(entry) }))
      last = page.value.at(-1)
    } while (last !== undefined)
    return exitCodes.done
  })

/** Makes dead items wait again: some of them, or all. */
export const redriveOutbox = <Item extends OutboxItem>(
  { redrive }: OutboxCommands<Item>,
  which: RedriveEntries,
  config: Config,
  terminal: Terminal,
): Promise<number> =>
  withKeepsake(config, terminal, async (keepsake) => {
    const redriven = await redrive(keepsake, which)
    if (redriven.isErr()) return reportFailure(redriven.error, terminal)
    terminal.out(JSON.stringify({ redriven: redriven.value }))
    return exitCodes.done
  })

/** Removes items that wait or are dead. */
export const dropOutbox = <Item extends OutboxItem>(
  { drop }: OutboxCommands<Item>,
  which: SelectEntries,
  config: Config,
  terminal: Terminal,
): Promise<number> =>
  withKeepsake(config, terminal, async (keepsake) => {
    const dropped = await drop(keepsake, which)
    if (dropped.isErr()) return reportFailure(dropped.error, terminal)
    terminal.out(JSON.stringify({ dropped: dropped.value }))
    return exitCodes.done
  })

const shownDamaged = ({ id, userId, channel, damaged }: DamagedItem, lane: string): object => ({
  id,
  userId,
  ...present({ [lane]: channel }),
  damaged,
})

const becameOf = ({ item, dueAt, sentAt, diedAt, ...entry }: OutboxEntry<OutboxItem>): object => {
  const { state, attempts, failure, reason } = entry
  return {
    state,
    attempts,
    ...moments({ createdAt: item.createdAt, dueAt, sentAt, diedAt }),
    ...present({ failure, reason }),
  }
}

const inWords = ({ oldestWaiting, ...counts }: OutboxCounts): object => ({
  ...counts,
  ...moments({ oldestWaiting }),
})

/** The present times, as ISO 8601. Absent ones are left out. */
const moments = (of: Readonly<Record<string, number | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(of).flatMap(([name, at]) =>
      at === undefined ? [] : [[name, new Date(at).toISOString()]],
    ),
  )
