import type { NoticeKind } from '@keepsake/domain'
import type { Config } from '../composition/config.ts'
import { listCaptured, previewNotice, type CapturedMessage } from '../composition/notice-adapters.ts'
import { canSend, canTell } from '../composition/notice-config.ts'
import { relayConfigured } from '../relay-configured.ts'
import { exitCodes, reportFailure } from '../report.ts'
import type { Terminal } from '../terminal.ts'
import { withKeepsake } from '../with-keepsake.ts'

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

/** Prints what a relay has kept in the place of sending it, the oldest first. Its passwords and tokens are in clear. */
export const printCaptured = async (config: Config, terminal: Terminal): Promise<number> => {
  const { capturedTo } = config.notices.words
  if (capturedTo === undefined) {
    terminal.error('No notice is kept: set notices.capturedTo to a folder.')
    return exitCodes.refused
  }
  const captured = await listCaptured(capturedTo)
  if (captured.isErr()) return reportFailure(captured.error, terminal)
  for (const message of captured.value) terminal.out(inWords(message))
  return exitCodes.done
}

const inWords = ({ at, kind, channel, to, subject, text, sms }: CapturedMessage): string => {
  const head = `${new Date(at).toISOString()} ${kind}, by ${channel} to ${to}`
  return channel === 'sms' ? `${head}\n\n${sms}\n` : `${head}\n\n${subject}\n\n${text}\n`
}

/**
 * Sends notices and tells events as they fall due until it is asked to stop. What became of them is a line of JSON
 * a round.
 */
export const relay = async (config: Config, terminal: Terminal): Promise<number> => {
  if (!canSend(config.notices) && !canTell(config.notices)) {
    terminal.error('Nothing is configured that could send: set mail, sms, notices.capturedTo, or webhooks.')
    return exitCodes.refused
  }
  return withKeepsake(config, terminal, async (keepsake) => {
    await relayConfigured(keepsake, config.notices, {
      signal: terminal.stopSignal(),
      onDelivery: (line) => terminal.out(JSON.stringify(line)),
      onUnavailable: (failure) => void reportFailure(failure, terminal),
    })
    return exitCodes.done
  })
}
