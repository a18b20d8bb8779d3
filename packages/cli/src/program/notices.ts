import { noticeKinds, type NoticeKind } from '@keepsake/domain'
import { Argument, Option, type Command } from 'commander'
import { previewNoticeOf, printCaptured, relay, type PreviewFlags } from '../commands/notices.ts'
import { noticeOutbox } from '../commands/outbox.ts'
import type { Cli } from './cli.ts'
import { addOutbox } from './outbox.ts'

/** Adds the commands that show and send notices. */
export const addNotices = (program: Command, cli: Cli): void => {
  const notices = program.command('notices').description('look at what users are told, and send it')

  addOutbox(notices, noticeOutbox, cli)

  notices
    .command('relay')
    .description(
      'send notices and tell events as they fall due, until it is stopped; several may share the work',
    )
    .action(() => cli.withConfig((config) => relay(config, cli.terminal)))

  notices
    .command('captured')
    .description('print what was kept in `notices.capturedTo` in the place of sending it, secrets in clear')
    .action(() => cli.withConfig((config) => printCaptured(config, cli.terminal)))

  notices
    .command('preview')
    .description('print how a notice reads, made of samples; nothing is sent')
    .addArgument(new Argument('<kind>', 'what it tells').choices(noticeKinds))
    .option('--language <tag>', "the reader's language, such as en-US; the pool's where absent")
    .addOption(
      new Option('--as <form>', 'as text, HTML or a text message')
        .choices(['text', 'html', 'sms'])
        .default('text'),
    )
    .action((kind: NoticeKind, flags: PreviewFlags) =>
      cli.withConfig((config) => previewNoticeOf(kind, flags, config, cli.terminal)),
    )
}
