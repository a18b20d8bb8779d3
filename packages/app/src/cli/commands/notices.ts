import { once } from 'node:events'
import type { NoticeKind } from '@keepsake/domain'
import type { Config } from '../../composition/config.ts'
import { previewNotice } from '../../composition/notice-adapters.ts'
import { canSend, canTell } from '../../composition/notice-config.ts'
import { relayConfigured } from '../relay-configured.ts'
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

/**
 * Sends notices and tells events as they fall due until the process is asked to stop. What became of them is a line of JSON
 * a round.
 */
export const relay = async (config: Config, terminal: Terminal): Promise<number> => {
  if (!canSend(config.notices) && !canTell(config.notices)) {
    terminal.error('Nothing is configured that could send: set mail, sms, notices.capturedTo, or webhooks.')
    return exitCodes.refused
  }
  return withIdentity(config, terminal, async (identity) => {
    const stop = new AbortController()
    void Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]).then(() => stop.abort())
    await relayConfigured(identity, config.notices, {
      signal: stop.signal,
      onDelivery: (of, delivery) => terminal.out(JSON.stringify({ of, ...delivery })),
      onUnavailable: (failure) => void reportFailure(failure, terminal),
    })
    return exitCodes.done
  })
}
