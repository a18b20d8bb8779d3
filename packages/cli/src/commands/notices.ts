import type { NoticeKind } from '@keepsake/domain'
import type { Config } from '../composition/config.ts'
import { listCaptured, previewNotice, type CapturedMessage } from '../composition/notice-adapters.ts'
import { canSend, canTell } from '../composition/notice-config.ts'
import { relayConfigured } from '../serving/relay-configured.ts'
import { exitCodes, reportFailure } from '../terminal/report.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { withKeepsake } from './with-keepsake.ts'

/** The form of a preview: what a mail program without HTML shows, the HTML page, or what a phone shows. */
export type PreviewForm = 'text' | 'html' | 'sms'

/** The flags of a preview: its language and form. */
export type PreviewFlags = { readonly language?: string; readonly as: PreviewForm }

/** Prints a sample notice of this kind. Nothing is sent. */
export const previewNoticeOf = async (
  kind: NoticeKind,
  { language, as }: PreviewFlags,
  config: Config,
  terminal: Terminal,
): Promise<number> => {
  const written = await previewNotice(kind, language, config.notices, config.pool)
  if (written.isErr()) return reportFailure(written.error, terminal)
  const { subject, text } = written.value
  terminal.out(as === 'text' ? `${subject}\n\n${text}` : written.value[as])
  return exitCodes.done
}

/**
 * Prints the notices that a relay has stored instead of sending them, the oldest first. Passwords and tokens in them are in
 * clear text.
 */
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
 * Sends notices and events when they are due, until it is asked to stop. Each round prints its result as one line of JSON.
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
