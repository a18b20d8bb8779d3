import type {
  DomainEvent,
  Failure,
  Notice,
  OutboxItem,
  OutboxQuery,
  OutboxState,
  OutboxSummary,
  Posted,
} from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { Config } from '../../composition/config.ts'
import type { Identity } from '../../identity.ts'
import { exitCodes, reportFailure } from '../report.ts'
import type { Terminal } from '../terminal.ts'
import { withIdentity } from '../with-identity.ts'

/** One of the outboxes, as an operator looks at it. */
export type OutboxCommands<Item extends OutboxItem> = {
  readonly report: (identity: Identity) => ResultAsync<OutboxSummary, Failure>
  readonly list: (identity: Identity, query: OutboxQuery) => ResultAsync<readonly Posted<Item>[], Failure>
  readonly redrive: (identity: Identity, ids: readonly string[] | 'all') => ResultAsync<number, Failure>
  /** What of an item is shown, beside when it was made and what became of it. No secret. */
  readonly shown: (item: Item) => object
}

export const noticeOutbox: OutboxCommands<Notice> = {
  report: (identity) => identity.reportNotices(),
  list: (identity, query) => identity.listNotices(query),
  redrive: (identity, ids) => identity.redriveNotices(ids),
  shown: ({ id, userId, kind, channel, to }) => ({ id, userId, kind, channel, to }),
}

export const eventOutbox: OutboxCommands<DomainEvent> = {
  report: (identity) => identity.reportEvents(),
  list: (identity, query) => identity.listEvents(query),
  redrive: (identity, ids) => identity.redriveEvents(ids),
  shown: ({ createdAt: _createdAt, pool: _pool, ...event }) => event,
}

/** Prints how many items there are of each state, as a line of JSON. */
export const reportOutbox = <Item extends OutboxItem>(
  { report }: OutboxCommands<Item>,
  config: Config,
  terminal: Terminal,
): Promise<number> =>
  withIdentity(config, terminal, async (identity) => {
    const reported = await report(identity)
    if (reported.isErr()) return reportFailure(reported.error, terminal)
    const { oldestWaiting, ...counts } = reported.value
    terminal.out(JSON.stringify({ ...counts, ...moments({ oldestWaiting }) }))
    return exitCodes.done
  })

/** Read and printed at a time, so that a long list takes no more memory than a short one. */
const pageSize = 500

/** Prints every item of a state, the oldest first, a line of JSON each. */
export const listOutbox = <Item extends OutboxItem>(
  { list, shown }: OutboxCommands<Item>,
  state: OutboxState,
  config: Config,
  terminal: Terminal,
): Promise<number> =>
  withIdentity(config, terminal, async (identity) => {
    let last: Posted<Item> | undefined
    do {
      const after = last === undefined ? {} : { after: last.item }
      const page = await list(identity, { state, limit: pageSize, ...after })
      if (page.isErr()) return reportFailure(page.error, terminal)
      for (const posted of page.value)
        terminal.out(JSON.stringify({ ...shown(posted.item), ...becameOf(posted) }))
      last = page.value.at(-1)
    } while (last !== undefined)
    return exitCodes.done
  })

/** Lets dead items wait again: those of the ids, or all where none is given. */
export const redriveOutbox = <Item extends OutboxItem>(
  { redrive }: OutboxCommands<Item>,
  ids: readonly string[],
  config: Config,
  terminal: Terminal,
): Promise<number> =>
  withIdentity(config, terminal, async (identity) => {
    const redriven = await redrive(identity, ids.length === 0 ? 'all' : ids)
    if (redriven.isErr()) return reportFailure(redriven.error, terminal)
    terminal.out(JSON.stringify({ redriven: redriven.value }))
    return exitCodes.done
  })

const becameOf = ({ item, state, attempts, failure, dueAt, sentAt, diedAt }: Posted<OutboxItem>): object => ({
  state,
  attempts,
  ...moments({ createdAt: item.createdAt, dueAt, sentAt, diedAt }),
  ...(failure === undefined ? {} : { failure }),
})

/** Those moments that there are, as ISO 8601. */
const moments = (of: Readonly<Record<string, number | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(of).flatMap(([name, at]) =>
      at === undefined ? [] : [[name, new Date(at).toISOString()]],
    ),
  )
