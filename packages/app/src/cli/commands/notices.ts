import { once } from 'node:events'
import type { Notice, NoticeKind, OutboxState, Posted } from '@keepsake/domain'
import type { Config } from '../../composition/config.ts'
import { previewNotice } from '../../composition/notice-adapters.ts'
import { canSend } from '../../composition/notice-config.ts'
import { relayNotices } from '../../relay.ts'
import { exitCodes, reportFailure } from '../report.ts'
import type { Terminal } from '../terminal.ts'
import { withIdentity } from '../with-identity.ts'

/** How a preview is shown: what a mail program without HTML shows, the page itself, or what a phone shows. */
export type PreviewForm = 'text' | 'html' | 'sms'

export type PreviewFlags = { readonly language?: string; readonly as: PreviewForm }

/** Prints how a notice of this kind would read, made of samples. Nothing is sent. */
export const previewNoticeOf = async (
  kind: NoticeKind,
  { language, as }: PreviewFlags,
  config: Config,
  terminal: Terminal,
): Promise<number> => {
  const written = previewNotice(kind, language, config.notices, config.pool)
  if (written.isErr()) return reportFailure(written.error, terminal)
  const { subject, text } = written.value
  terminal.out(as === 'text' ? `${subject}\n\n${text}` : written.value[as])
  return exitCodes.done
}

/** Prints how many notices there are of each state, as a line of JSON. */
export const reportNotices = (config: Config, terminal: Terminal): Promise<number> =>
  withIdentity(config, terminal, async (identity) => {
    const report = await identity.reportNotices()
    if (report.isErr()) return reportFailure(report.error, terminal)
    const { oldestWaiting, ...counts } = report.value
    terminal.out(JSON.stringify({ ...counts, ...moments({ oldestWaiting }) }))
    return exitCodes.done
  })

/** Read and printed at a time, so that a long list takes no more memory than a short one. */
const pageSize = 500

/** Prints every notice of a state, the oldest first, a line of JSON each. No secret of theirs is in it. */
export const listNotices = (state: OutboxState, config: Config, terminal: Terminal): Promise<number> =>
  withIdentity(config, terminal, async (identity) => {
    let last: Posted<Notice> | undefined
    do {
      const after = last === undefined ? {} : { after: last.item }
      const page = await identity.listNotices({ state, limit: pageSize, ...after })
      if (page.isErr()) return reportFailure(page.error, terminal)
      for (const posted of page.value) terminal.out(JSON.stringify(toLine(posted)))
      last = page.value.at(-1)
    } while (last !== undefined)
    return exitCodes.done
  })

/** Lets dead notices wait again: those of the ids, or all where none is given. */
export const redriveNotices = (ids: readonly string[], config: Config, terminal: Terminal): Promise<number> =>
  withIdentity(config, terminal, async (identity) => {
    const redriven = await identity.redriveNotices(ids.length === 0 ? 'all' : ids)
    if (redriven.isErr()) return reportFailure(redriven.error, terminal)
    terminal.out(JSON.stringify({ redriven: redriven.value }))
    return exitCodes.done
  })

/** Sends notices as they fall due until the process is asked to stop. What became of them is a line of JSON a round. */
export const relay = async (config: Config, terminal: Terminal): Promise<number> => {
  if (!canSend(config.notices)) {
    terminal.error('Nothing is configured that could send: set mail, sms, or notices.capturedTo.')
    return exitCodes.refused
  }
  return withIdentity(config, terminal, async (identity) => {
    const stop = new AbortController()
    void Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]).then(() => stop.abort())
    await relayNotices(identity, {
      signal: stop.signal,
      onDelivery: (delivery) => terminal.out(JSON.stringify(delivery)),
      onUnavailable: (failure) => void reportFailure(failure, terminal),
    })
    return exitCodes.done
  })
}

const toLine = ({ item, state, attempts, failure, dueAt, sentAt, diedAt }: Posted<Notice>): object => {
  const { id, userId, kind, channel, to, createdAt } = item
  const told = { id, userId, kind, channel, to, state, attempts }
  return {
    ...told,
    ...moments({ createdAt, dueAt, sentAt, diedAt }),
    ...(failure === undefined ? {} : { failure }),
  }
}

/** Those moments that there are, as ISO 8601. */
const moments = (of: Readonly<Record<string, number | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(of).flatMap(([name, at]) =>
      at === undefined ? [] : [[name, new Date(at).toISOString()]],
    ),
  )
