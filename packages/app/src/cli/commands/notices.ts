import type { NoticeKind } from '@keepsake/domain'
import type { Config } from '../../composition/config.ts'
import { previewNotice } from '../../composition/notice-adapters.ts'
import { exitCodes, reportFailure } from '../report.ts'
import type { Terminal } from '../terminal.ts'

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
